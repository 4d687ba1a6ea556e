"""The staff's web console: queue, case, approval."""
