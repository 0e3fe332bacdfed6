#include <cstdint>
#include <cstdlib>
#include <string>

#include "engine/manifest/journal_text.h"
#include "engine/manifest/merge.h"
#include "engine/schema/json_codec.h"

/// What a crash, a full disk or somebody else left in a journal is read or refused in words; and what is read can be
/// merged with anything.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace armillary;
    const std::string_view input(reinterpret_cast<const char*>(data), size);
    const auto read = manifest::readJournal(input);
    if (!read && read.error().empty()) std::abort();
    // Sums guard records against chance, so a few are made here of what comes in.
    const std::size_t third = size / 3;
    std::string made = manifest::journalHead("f", std::string(input.substr(0, third)));
    made += manifest::journalRecord({third == 0 ? 0 : data[0] % third,
                                     std::string(data[size / 2 < size ? size / 2 : 0] % 16, 'x'),
                                     std::string(input.substr(third, third))});
    const auto again = size == 0 ? read : manifest::readJournal(made);
    if (!again) return 0;
    if (again->text.size() > schema::kMaxDocumentBytes) std::abort();
    const std::string theirs(input.substr(2 * third));
    const auto merged = manifest::merge(again->saved.value_or(""), again->text, theirs);
    std::size_t at = 0;
    for (const auto& conflict : merged.conflicts) {
        if (conflict.place.begin < at || conflict.place.end > merged.text.size()) std::abort();
        if (merged.text.substr(conflict.place.begin, conflict.ours.size()) != conflict.ours) std::abort();
        at = conflict.place.end;
    }
    if (manifest::decided(merged, {}) != merged.text) std::abort();
    return 0;
}
