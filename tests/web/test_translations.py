"""Every sentence of the product has its English, and the compiled catalogue is made from the edited one."""

from puas.commands.docs_catalogues import build_files, read_catalogue, update_entries
from puas.commands.docs_messages import find_messages


def test_no_sentence_lacks_its_translation():
    entries = update_entries(find_messages(), read_catalogue())
    assert len(entries) > 300
    assert [entry.message.text for entry in entries if not entry.is_complete] == []
    assert [entry.message.text for entry in entries if entry.has_other_places] == []


def test_the_compiled_catalogue_is_that_of_the_source():
    entries = update_entries(find_messages(), read_catalogue())
    stale = [path.name for path, content in build_files(entries).items() if path.read_bytes() != content]
    assert stale == []
