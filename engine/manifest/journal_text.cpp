#include "engine/manifest/journal_text.h"

#include <cstdint>
#include <format>

#include "engine/schema/json_codec.h"

namespace armillary::manifest {

namespace {

constexpr std::string_view kMagic = "armillary journal 1\n";
constexpr std::size_t kMostPath = 4096;

/// A record: the length of what it says, a sum of that, and that, whose first byte is one of these.
enum class Record : char { Path = 'p', Saved = 's', Absent = 'n', Splice = 'c' };

void appendNumber(std::string& out, std::uint64_t number) {
    for (int shift = 0; shift < 64; shift += 8) out += static_cast<char>(number >> shift & 0xff);
}

/// FNV-1a: against what a crash leaves, not against people.
std::uint64_t sumOf(std::string_view bytes) {
    std::uint64_t sum = 0xcbf29ce484222325;
    for (const char c : bytes) sum = (sum ^ static_cast<unsigned char>(c)) * 0x100000001b3;
    return sum;
}

std::string record(Record kind, std::string_view content) {
    std::string said(1, static_cast<char>(kind));
    said += content;
    std::string out;
    appendNumber(out, said.size());
    appendNumber(out, sumOf(said));
    return out + said;
}

class Reader {
public:
    explicit Reader(std::string_view bytes) : m_rest(bytes) {}

    std::expected<JournalText, std::string> read() {
        if (!m_rest.starts_with(kMagic)) return std::unexpected("it is no journal");
        m_rest.remove_prefix(kMagic.size());
        JournalText journal;
        if (!next() || m_kind != Record::Path || m_content.size() > kMostPath || m_content.contains('\0'))
            return std::unexpected("its head does not say which file it is about");
        journal.path = std::string(m_content);
        if (!next() || (m_kind != Record::Saved && m_kind != Record::Absent) ||
            m_content.size() > schema::kMaxDocumentBytes)
            return std::unexpected("its head does not say what the file held");
        if (m_kind == Record::Saved) journal.saved = journal.text = std::string(m_content);
        for (std::size_t count = 0; next(); ++count)
            if (m_kind != Record::Splice || count == kMostJournalSplices || !apply(journal.text))
                return std::unexpected("it has a change that cannot have been made");
        journal.torn = !m_rest.empty();
        return journal;
    }

private:
    /// False at the end, and where what follows is not whole.
    bool next() {
        std::string_view at = m_rest;
        const auto length = number(at), sum = number(at);
        if (!length || !sum || *length == 0 || *length > at.size()) return false;
        const std::string_view said = at.substr(0, *length);
        if (sumOf(said) != *sum) return false;
        m_kind = static_cast<Record>(said.front());
        m_content = said.substr(1);
        m_rest = at.substr(*length);
        return true;
    }

    static std::optional<std::uint64_t> number(std::string_view& at) {
        if (at.size() < 8) return std::nullopt;
        std::uint64_t value = 0;
        for (std::size_t i = 0; i < 8; ++i)
            value |= static_cast<std::uint64_t>(static_cast<unsigned char>(at[i])) << (8 * i);
        at.remove_prefix(8);
        return value;
    }

    bool apply(std::string& text) {
        std::string_view at = m_content;
        const auto offset = number(at), removed = number(at);
        if (!offset || !removed || *offset > text.size() || *removed > text.size() - *offset) return false;
        if (text.size() - *removed + at.size() > schema::kMaxDocumentBytes) return false;
        text.replace(*offset, *removed, at);
        return true;
    }

    std::string_view m_rest;
    Record m_kind = Record::Path;
    std::string_view m_content;
};

}  // namespace

std::string journalHead(const std::filesystem::path& path, const std::optional<std::string>& saved) {
    return std::string(kMagic) + record(Record::Path, path.string()) +
           (saved ? record(Record::Saved, *saved) : record(Record::Absent, ""));
}

std::string journalRecord(const Splice& splice) {
    std::string content;
    appendNumber(content, splice.offset);
    appendNumber(content, splice.removed.size());
    return record(Record::Splice, content + splice.inserted);
}

std::expected<JournalText, std::string> readJournal(std::string_view bytes) {
    return Reader(bytes).read();
}

}  // namespace armillary::manifest
