"""Where the service cannot start it says why, in one clear line, with exit status 1; wrong usage is 2.

One of each sort as a whole process; every setting by itself is in tests/service.
"""

import asyncio
import shutil
import socket
from pathlib import Path

from storage.policies import SHIPPED
from tests.journeys.served import failing


async def told(folder: Path, *arguments: str, **settings: object) -> str:
    """Start the program where something is wrong; give the one line that it says."""
    status, lines = await failing(folder, *arguments, **settings)
    assert status == 1, lines
    assert len(lines) == 1, lines
    assert lines[0].startswith("svarfrist: ")
    return lines[0]


async def test_a_wrong_setting_a_missing_file_a_wrong_policy_a_secret_without_folder_and_no_database(
    tmp_path: Path,
) -> None:
    (tmp_path / "in the way").write_text("a file")
    policy = tmp_path / "policies" / "mentorix"
    shutil.copytree(SHIPPED / "mentorix", policy)
    toml = (policy / "policy.toml").read_text("utf-8")
    (policy / "policy.toml").write_text(toml.replace('term = "24 hours"', 'term = "24 moons"', 1), "utf-8")
    outgoing, missing, mistaken, secret, away = await asyncio.gather(
        told(tmp_path, OUTGOING="mail.example.org"),
        told(tmp_path, "serve", "--config", "nowhere.toml"),
        told(tmp_path, POLICIES=policy.parent),
        told(tmp_path, SECRET_FILE=tmp_path / "in the way" / "secret"),
        told(tmp_path, DATABASE="postgresql://anna:hemmelig@127.0.0.1:9/book"),
    )
    assert "SVARFRIST_OUTGOING is no mail server; expected smtp://" in outgoing
    assert "nowhere.toml: cannot be read (No such file or directory)" in missing
    assert "policy.toml" in mistaken
    assert '"24 moons" is not a length of time' in mistaken
    assert "SVARFRIST_SECRET_FILE" in secret
    assert "in the way" in secret
    assert "127.0.0.1:9/book cannot be opened" in away
    assert "hemmelig" not in away


async def test_a_taken_port_is_told_and_everything_that_had_started_is_stopped(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        status, lines = await failing(tmp_path, SMTP=f"127.0.0.1:{port}")
    assert status == 1
    assert lines[-1] == f"svarfrist: SVARFRIST_SMTP 127.0.0.1:{port} is taken by another program"
    assert not any("Traceback" in line for line in lines)


async def test_wrong_usage_ends_with_2(tmp_path: Path) -> None:
    for status, lines in await asyncio.gather(failing(tmp_path, "serve", "--colour"), failing(tmp_path, "dance")):
        assert status == 2
        assert len(lines) == 1
