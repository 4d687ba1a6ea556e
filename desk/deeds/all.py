"""The list of deeds, in the order of the page. To add one: write its module and its texts, add one line here."""

from desk.deeds import deciding, finishing

ALL = (deciding.DEED, finishing.DEED)

BY_ID = {deed.id: deed for deed in ALL}
