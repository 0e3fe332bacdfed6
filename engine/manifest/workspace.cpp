#include "engine/manifest/workspace.h"

#include <format>
#include <iterator>
#include <map>
#include <ranges>

#include "engine/manifest/lines.h"
#include "engine/schema/json_codec.h"

namespace armillary::manifest {

/// A transaction while it is put together: the files that it changes, as they are by then.
struct Workspace::Draft {
    struct Changed {
        std::optional<File> file;  ///< of `text`, unless a TextEdit has made it
        std::string text;
    };
    std::span<const Opened> files;
    std::map<std::size_t, Changed> changed;
    std::vector<FileSplice> splices;
    std::vector<std::string> notes;

    using Done = std::expected<void, Refusal>;

    std::string_view textOf(std::size_t file) const {
        const auto known = changed.find(file);
        return known == changed.end() ? std::string_view(files[file].text) : std::string_view(known->second.text);
    }
    /// Null, with a refusal, when it is not YAML.
    std::expected<const File*, Refusal> fileOf(std::size_t file) {
        const auto known = changed.find(file);
        if (known == changed.end()) {
            if (!files[file].mistake) return &files[file].file;
            return std::unexpected(unreadable(*files[file].mistake));
        }
        if (!known->second.file) {
            auto parsed = File::parse(known->second.text, files[file].file);
            if (!parsed) return std::unexpected(unreadable(parsed.error()));
            known->second.file = std::move(*parsed);
        }
        return &*known->second.file;
    }
    static Refusal unreadable(const Mistake& mistake) {
        return {refusal::kUnreadable,
                std::format("line {} of the file has to be mended first: {}", mistake.line, mistake.message)};
    }
    void take(std::size_t file, Splice splice, std::optional<File> after) {
        std::string text = after ? after->bytes() : splice.applied(textOf(file));
        changed.insert_or_assign(file, Changed{std::move(after), std::move(text)});
        splices.push_back({file, std::move(splice)});
    }

    Done make(const FileEdit& operation) {
        const auto file = fileOf(operation.file);
        if (!file) return std::unexpected(file.error());
        auto change = plan(**file, operation.document, operation.edit);
        if (!change) return std::unexpected(std::move(change.error()));
        notes.insert(notes.end(), change->notes.begin(), change->notes.end());
        take(operation.file, std::move(change->splice), std::move(change->file));
        return {};
    }

    Done make(const TextEdit& operation) {
        const std::string_view text = textOf(operation.file);
        if (operation.offset > text.size() || operation.length > text.size() - operation.offset)
            return std::unexpected(Refusal{refusal::kAbsent, "the file is shorter than that"});
        if (text.size() - operation.length + operation.text.size() > schema::kMaxDocumentBytes)
            return std::unexpected(Refusal{
                refusal::kValue, std::format("the file would have more than {} bytes", schema::kMaxDocumentBytes)});
        take(operation.file,
             {operation.offset, std::string(text.substr(operation.offset, operation.length)), operation.text},
             std::nullopt);
        return {};
    }

    Done make(const AddDocuments& operation) {
        const auto file = fileOf(operation.file);
        if (!file) return std::unexpected(file.error());
        auto added = File::parse(operation.text);
        if (!added)
            return std::unexpected(Refusal{refusal::kValue, std::format("line {} of what is to be added: {}",
                                                                        added.error().line, added.error().message)});
        const std::size_t before = isBlank(**file) ? 0 : (*file)->documents().size();
        if ((*file)->isJson() && before > 0)
            return std::unexpected(Refusal{refusal::kForm, "a JSON file holds one object: put it into another file"});
        std::string inserted;
        const std::string& text = (*file)->bytes();
        const std::string lineBreak((*file)->lineBreak());
        if (!text.empty() && !text.ends_with('\n') && text != kByteOrderMark) inserted += lineBreak;
        if (before > 0 && !startsApart(operation.text)) inserted += "---" + lineBreak;
        appendWithBreaks(inserted, operation.text, lineBreak);
        return takeIfDocuments(operation.file, {text.size(), "", inserted}, before + added->documents().size());
    }

    Done make(const RemoveDocument& operation) {
        const auto file = fileOf(operation.file);
        if (!file) return std::unexpected(file.error());
        const auto documents = (*file)->documents();
        if (operation.document >= documents.size())
            return std::unexpected(Refusal{refusal::kAbsent, "the file has no such document"});
        const std::string& text = (*file)->bytes();
        Span gone = documents[operation.document].span;
        if (operation.document == 0 && text.starts_with(kByteOrderMark)) gone.begin = kByteOrderMark.size();
        return takeIfDocuments(operation.file, {gone.begin, text.substr(gone.begin, gone.end - gone.begin), ""},
                               documents.size() == 1 ? 0 : documents.size() - 1);
    }

    /// Takes the splice if what comes out is as many documents; an empty file counts as none.
    Done takeIfDocuments(std::size_t file, Splice splice, std::size_t documents) {
        auto after = File::parse(splice.applied(textOf(file)), **fileOf(file));
        if (!after || (isBlank(*after) ? 0 : after->documents().size()) != documents)
            return std::unexpected(
                Refusal{refusal::kDiffers, "the documents of the file would come to mean something else"});
        take(file, std::move(splice), std::move(*after));
        return {};
    }

    /// No document says anything.
    static bool isBlank(const File& file) {
        return std::ranges::all_of(file.documents(),
                                   [](const Document& document) { return document.root->isAbsent(); });
    }
    static bool startsApart(std::string_view text) {
        const std::string_view rest = text.substr(lineBegin(text, skipBlank(text, 0)));
        return rest.starts_with("---") || rest.starts_with('%');
    }
    static void appendWithBreaks(std::string& out, std::string_view text, std::string_view lineBreak) {
        for (const char c : text) {
            if (c == '\r') continue;
            if (c == '\n')
                out += lineBreak;
            else
                out += c;
        }
        if (!text.ends_with('\n')) out += lineBreak;
    }
};

std::size_t Workspace::open(std::filesystem::path path, std::string bytes, bool onDisk) {
    std::string saved = onDisk ? bytes : std::string();
    m_files.push_back({std::move(path), *File::parse(""), "", {}, std::move(saved), onDisk, 0});
    setText(m_files.back(), std::move(bytes));
    return m_files.size() - 1;
}

void Workspace::setText(Opened& opened, std::string text) {
    opened.text = std::move(text);
    opened.revision = ++m_revision;
    auto file = File::parse(opened.text, opened.file);
    opened.mistake = file ? std::nullopt : std::optional(file.error());
    if (file) opened.file = std::move(*file);
}

void Workspace::markSaved(std::size_t file, std::string text) {
    m_files[file].saved = std::move(text);
    m_files[file].onDisk = true;
}

void Workspace::reread(std::size_t file, std::string bytes, std::string title) {
    Opened& opened = m_files[file];
    const bool follows = !opened.isChanged() && opened.text != bytes;
    opened.saved = std::move(bytes);
    opened.onDisk = true;
    if (!follows) return;
    keep({std::move(title), {}, {{file, spliceBetween(opened.text, opened.saved)}}});
    setText(opened, opened.saved);
}

std::expected<std::vector<std::string>, Refusal> Workspace::perform(std::string title,
                                                                    std::span<const Operation> operations,
                                                                    std::string_view merge) {
    Draft draft{m_files, {}, {}, {}};
    for (const Operation& operation : operations) {
        const auto done = std::visit(
            [&](const auto& one) -> Draft::Done {
                if (one.file >= m_files.size())
                    return std::unexpected(Refusal{refusal::kAbsent, "there is no such file"});
                return draft.make(one);
            },
            operation);
        if (!done) return std::unexpected(done.error());
    }
    for (auto& [index, changed] : draft.changed) {
        Opened& opened = m_files[index];
        if (!changed.file) {
            setText(opened, std::move(changed.text));
            continue;
        }
        opened.file = std::move(*changed.file);
        opened.text = opened.file.bytes();
        opened.mistake.reset();
        opened.revision = ++m_revision;
    }
    keep({std::move(title), std::string(merge), std::move(draft.splices)});
    return std::move(draft.notes);
}

void Workspace::keep(Transaction transaction) {
    m_history.resize(m_done);
    if (m_done > 0 && !transaction.merge.empty() && m_history.back().merge == transaction.merge)
        std::ranges::move(transaction.splices, std::back_inserter(m_history.back().splices));
    else
        m_history.push_back(std::move(transaction));
    m_done = m_history.size();
}

bool Workspace::undo() {
    if (m_done == 0) return false;
    Transaction& transaction = m_history[--m_done];
    // What is done after an undo is a step of its own.
    transaction.merge.clear();
    if (m_done > 0) m_history[m_done - 1].merge.clear();
    for (const auto& [file, splice] : std::views::reverse(transaction.splices)) apply(file, splice.inverse());
    return true;
}

bool Workspace::redo() {
    if (m_done == m_history.size()) return false;
    const Transaction& transaction = m_history[m_done++];
    for (const auto& [file, splice] : transaction.splices) apply(file, splice);
    return true;
}

void Workspace::apply(std::size_t index, const Splice& splice) {
    setText(m_files[index], splice.applied(m_files[index].text));
}

}  // namespace armillary::manifest
