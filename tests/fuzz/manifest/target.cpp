#include <cstdint>
#include <cstdlib>
#include <string>

#include "engine/manifest/check.h"
#include "engine/manifest/edit.h"
#include "engine/manifest/objects.h"
#include "engine/manifest/render.h"

namespace {

/// Whether a file that was read with the help of another is as it is when read alone.
bool isReadWhole(const armillary::manifest::File& file) {
    const auto whole = armillary::manifest::File::parse(file.bytes());
    if (!whole || whole->documents().size() != file.documents().size()) return false;
    for (std::size_t i = 0; i < file.documents().size(); ++i) {
        const auto &one = file.documents()[i], &other = whole->documents()[i];
        if (one.span.begin != other.span.begin || one.span.end != other.span.end || one.after != other.after)
            return false;
        if (one.root->span.begin != other.root->span.begin || one.root->span.end != other.root->span.end) return false;
    }
    return true;
}

/// Each fix is made and can be undone, or is refused in words.
bool areGood(const armillary::manifest::Finding& finding, const std::string& bytes) {
    for (const auto& fix : finding.fixes) {
        armillary::manifest::Workspace workspace;
        workspace.open("f", bytes);
        const auto made = workspace.perform(fix.title, fix.operations);
        if (fix.title.empty() || (!made && made.error().message.empty())) return false;
        if (made && workspace.undo() && workspace.files()[0].text != bytes) return false;
    }
    return true;
}

}  // namespace

/// The first line is a path and, behind a blank, a value; what follows is a file. Whatever they are, an edit is made
/// and can be undone, or is refused in words.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace armillary;
    const std::string input(reinterpret_cast<const char*>(data), size);
    const auto line = input.find('\n');
    if (line == std::string::npos) return 0;
    const auto blank = std::min(input.find(' '), line);
    const std::string value = blank < line ? input.substr(blank + 1, line - blank - 1) : "x";
    const auto path = manifest::parsePath(std::string_view(input).substr(0, blank));
    if (path && manifest::parsePath(manifest::print(*path)) != path) std::abort();
    const std::string bytes = input.substr(line + 1);
    auto file = manifest::File::parse(bytes);
    if (!file && file.error().message.empty()) std::abort();
    const manifest::Source source{"f", bytes};
    for (const auto& finding : manifest::check({&source, 1}))
        if (finding.message.empty() || finding.line == 0 || !areGood(finding, bytes)) std::abort();
    if (!file || !path) return 0;
    manifest::objectsIn(*file);
    for (std::size_t document = 0; document < file->documents().size() && document < 3; ++document)
        for (const auto kind : {manifest::Edit::Kind::Set, manifest::Edit::Kind::Remove, manifest::Edit::Kind::Insert,
                                manifest::Edit::Kind::Rename, manifest::Edit::Kind::Move}) {
            const auto change =
                manifest::plan(*file, document,
                               {kind, *path, value,
                                kind == manifest::Edit::Kind::Move ? std::optional<std::size_t>(0) : std::nullopt});
            if (!change && change.error().message.empty()) std::abort();
            if (!change) continue;
            if (change->splice.applied(bytes) != change->file.bytes()) std::abort();
            if (change->splice.inverse().applied(change->file.bytes()) != bytes) std::abort();
            if (!isReadWhole(change->file)) std::abort();
        }
    return 0;
}
