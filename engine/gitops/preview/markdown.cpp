#include "engine/gitops/preview/markdown.h"

#include <algorithm>
#include <format>

namespace armillary::gitops {

namespace {

std::string_view verdictOf(ApplicationChange::Kind kind) {
    return kind == ApplicationChange::Kind::Added     ? "added"
           : kind == ApplicationChange::Kind::Removed ? "removed"
                                                      : "changed";
}

std::string_view headingOf(ObjectChange::Kind kind) {
    return kind == ObjectChange::Kind::Create ? "New:" : kind == ObjectChange::Kind::Delete ? "Gone:" : "Changed:";
}

std::string remarkOf(const Remark& remark) {
    return prose(remark.application + (remark.application.empty() ? "" : ": ") + remark.text);
}

void add(std::string& text, const ObjectChange& change) {
    text += std::format("\n#### {} {}\n\n", headingOf(change.kind), code(titleOf(change)));
    for (const auto& impact : change.impact)
        if (impact.id != plan::impact::kNone) text += std::format("- **{}**: {}\n", impact.id, prose(impact.message));
    if (change.fields.empty()) return;
    text += "\n```diff\n";
    for (const auto& field : change.fields) {
        // One line each: nothing that a value holds can end the block.
        std::string path = plain(field.path);
        std::ranges::replace(path, '\n', ' ');
        if (!field.from.empty()) text += std::format("- {}: {}\n", path, field.from);
        if (!field.to.empty()) text += std::format("+ {}: {}\n", path, field.to);
    }
    text += "```\n";
}

}  // namespace

std::string plain(std::string_view text) {
    std::string clean(text);
    for (char& each : clean)
        if ((static_cast<unsigned char>(each) < 32 && each != '\n') || each == 127) each = '?';
    return clean;
}

std::string code(std::string_view text) {
    std::string clean = plain(text);
    std::ranges::replace(clean, '`', '\'');
    std::ranges::replace(clean, '\n', ' ');
    return "`" + clean + "`";
}

std::string prose(std::string_view text) {
    std::string clean;
    for (const char each : plain(text)) {
        if (std::string_view("\\`*_[]<>|#@").contains(each)) clean += '\\';
        clean += each == '\n' ? ' ' : each;
    }
    return clean;
}

std::string titleOf(const ObjectChange& change) {
    const Object& object = change.object();
    return plain(std::format("{} {}{}{}", object.kind(), object.namespace_(), object.namespace_().empty() ? "" : "/",
                             object.name()));
}

std::string summaryOf(const Preview& preview) {
    const auto count = [&](ObjectChange::Kind kind) {
        return std::ranges::count(preview.objects, kind, &ObjectChange::kind);
    };
    return std::format("{} to create, {} to update, {} to delete", count(ObjectChange::Kind::Create),
                       count(ObjectChange::Kind::Update), count(ObjectChange::Kind::Delete));
}

std::string markdownOf(const Preview& preview, std::string_view base, std::string_view head, std::string_view more) {
    std::string text = std::format("### What {} would change, compared with {}\n\n", code(head), code(base));
    for (const auto& each : preview.problems) text += std::format("> **Not told:** {}\n\n", remarkOf(each));
    if (preview.isEmpty()) {
        if (preview.problems.empty()) text += "Nothing would change.\n";
    } else {
        text += summaryOf(preview) + ".\n\n| application | |\n|---|---|\n";
        for (const auto& each : preview.applications)
            if (each.kind != ApplicationChange::Kind::Unchanged)
                text += std::format("| {} | {} |\n", prose(each.name), verdictOf(each.kind));
        for (const auto& each : preview.objects) add(text, each);
    }
    text += more;
    if (!preview.notes.empty()) text += "\n<details><summary>Left out, and not supported</summary>\n\n";
    for (const auto& each : preview.notes) text += std::format("- {}\n", remarkOf(each));
    if (!preview.notes.empty()) text += "\n</details>\n";
    return text;
}

}  // namespace armillary::gitops
