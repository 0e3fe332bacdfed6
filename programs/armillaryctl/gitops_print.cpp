#include <boost/json/array.hpp>
#include <boost/json/object.hpp>

#include <format>

#include "engine/schema/json_document.h"
#include "programs/armillaryctl/gitops_print.h"

namespace armillary::ctl {

namespace json = boost::json;

namespace {

using gitops::ApplicationChange;
using gitops::ObjectChange;
using gitops::Preview;

std::string_view wordOf(ApplicationChange::Kind kind) {
    switch (kind) {
        case ApplicationChange::Kind::Added:
            return "added";
        case ApplicationChange::Kind::Removed:
            return "removed";
        case ApplicationChange::Kind::Changed:
            return "changed";
        case ApplicationChange::Kind::Unchanged:
            break;
    }
    return "unchanged";
}

std::string_view wordOf(ObjectChange::Kind kind) {
    switch (kind) {
        case ObjectChange::Kind::Create:
            return "create";
        case ObjectChange::Kind::Delete:
            return "delete";
        case ObjectChange::Kind::Update:
            break;
    }
    return "update";
}

std::string titleOf(const ObjectChange& change) {
    const Object& object = change.object();
    return plain(std::format("{} {}{}{}", object.kind(), object.namespace_(), object.namespace_().empty() ? "" : "/",
                             object.name()));
}

json::object jsonOf(const ObjectChange& change) {
    const Object& object = change.object();
    json::array fields, impact;
    for (const auto& each : change.fields)
        fields.push_back(json::object{{"path", each.path}, {"from", valueOf(each.from)}, {"to", valueOf(each.to)}});
    for (const auto& each : change.impact) impact.push_back(json::object{{"id", each.id}, {"message", each.message}});
    json::object made{{"application", change.application},
                      {"apiVersion", object.apiVersion()},
                      {"kind", object.kind()},
                      {"namespace", object.namespace_()},
                      {"name", object.name()},
                      {"change", wordOf(change.kind)},
                      {"fields", std::move(fields)},
                      {"impact", std::move(impact)}};
    if (!change.was.empty()) made["was"] = change.was;
    if (!change.origin.empty()) made["origin"] = change.origin;
    return made;
}

std::size_t countOf(const Preview& preview, ObjectChange::Kind kind) {
    return static_cast<std::size_t>(std::ranges::count(preview.objects, kind, &ObjectChange::kind));
}

std::string summaryOf(const Preview& preview) {
    return std::format("{} to create, {} to update, {} to delete", countOf(preview, ObjectChange::Kind::Create),
                       countOf(preview, ObjectChange::Kind::Update), countOf(preview, ObjectChange::Kind::Delete));
}

bool isWorthTelling(const plan::Impact& impact) {
    return impact.id != plan::impact::kNone;
}

void addMarkdown(std::string& text, const ObjectChange& change) {
    text += std::format("\n#### {} {}\n\n",
                        wordOf(change.kind) == "create"   ? "New:"
                        : wordOf(change.kind) == "delete" ? "Gone:"
                                                          : "Changed:",
                        code(titleOf(change)));
    for (const auto& impact : change.impact)
        if (isWorthTelling(impact)) text += std::format("- **{}**: {}\n", impact.id, prose(impact.message));
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

/// What a stranger wrote: no control character of it reaches a terminal.
std::string plain(std::string_view text) {
    std::string clean(text);
    for (char& each : clean)
        if ((static_cast<unsigned char>(each) < 32 && each != '\n') || each == 127) each = '?';
    return clean;
}

json::value valueOf(const std::string& text) {
    if (text.empty()) return nullptr;
    auto value = schema::parseDocument(text);
    return value ? std::move(*value) : json::value(text);
}

std::string orNone(const std::string& value) {
    return value.empty() ? "(none)" : plain(value);
}

/// In a code span, which it cannot end.
std::string code(std::string_view text) {
    std::string clean = plain(text);
    std::ranges::replace(clean, '`', '\'');
    std::ranges::replace(clean, '\n', ' ');
    return "`" + clean + "`";
}

/// As text of Markdown, without a mark of it or of HTML.
std::string prose(std::string_view text) {
    std::string clean;
    for (const char each : plain(text)) {
        if (std::string_view("\\`*_[]<>|#@").contains(each)) clean += '\\';
        clean += each == '\n' ? ' ' : each;
    }
    return clean;
}

json::array jsonOf(const std::vector<gitops::Remark>& remarks) {
    json::array all;
    for (const auto& each : remarks)
        all.push_back(json::object{{"application", each.application}, {"message", each.text}, {"next", each.next}});
    return all;
}

std::string remarkOf(const gitops::Remark& remark) {
    return plain(remark.application + (remark.application.empty() ? "" : ": ") + remark.text);
}

std::string printText(const Told& told) {
    const Preview& preview = told.preview;
    std::string text;
    for (const auto& application : preview.applications) {
        if (application.kind == ApplicationChange::Kind::Unchanged) continue;
        text += std::format("{}: {}\n", plain(application.name), wordOf(application.kind));
        for (const auto& change : preview.objects) {
            if (change.application != application.name) continue;
            text += std::format("  {} {}", wordOf(change.kind), titleOf(change));
            if (!change.was.empty()) text += std::format(" (was {})", plain(change.was));
            text += '\n';
            for (const auto& impact : change.impact)
                if (isWorthTelling(impact)) text += std::format("    ! {}: {}\n", impact.id, plain(impact.message));
            for (const auto& field : change.fields)
                text += std::format("      {}: {} -> {}\n", plain(field.path), orNone(field.from), orNone(field.to));
        }
    }
    const auto unchanged =
        std::ranges::count(preview.applications, ApplicationChange::Kind::Unchanged, &ApplicationChange::kind);
    text += driftText(told);
    for (const auto& each : preview.notes) text += std::format("note: {}\n", remarkOf(each));
    if (preview.isEmpty() && preview.problems.empty()) {
        text += "Nothing would change.\n";
    } else {
        text += std::format("{}; unchanged applications: {}\n", summaryOf(preview), unchanged);
    }
    return text + trialText(told);
}

std::string printJson(const Told& told) {
    const Preview& preview = told.preview;
    json::array applications, objects;
    for (const auto& each : preview.applications)
        applications.push_back(json::object{{"name", each.name}, {"change", wordOf(each.kind)}});
    for (const auto& each : preview.objects) objects.push_back(jsonOf(each));
    json::object all{{"applications", std::move(applications)}, {"objects", std::move(objects)}};
    addDrift(told, all);
    addTrial(told, all);
    all["notes"] = jsonOf(preview.notes);
    all["problems"] = jsonOf(preview.problems);
    std::string text;
    schema::writeDocument(text, all);
    return text + "\n";
}

std::string printMarkdown(const Told& told) {
    const Preview& preview = told.preview;
    std::string text = std::format("### What {} would change, compared with {}\n\n", code(told.head), code(told.base));
    for (const auto& each : preview.problems) text += std::format("> **Not told:** {}\n\n", prose(remarkOf(each)));
    if (preview.isEmpty()) {
        if (preview.problems.empty()) text += "Nothing would change.\n";
    } else {
        text += summaryOf(preview) + ".\n\n| application | |\n|---|---|\n";
        for (const auto& each : preview.applications)
            if (each.kind != ApplicationChange::Kind::Unchanged)
                text += std::format("| {} | {} |\n", prose(each.name), wordOf(each.kind));
        for (const auto& each : preview.objects) addMarkdown(text, each);
    }
    text += driftMarkdown(told) + trialMarkdown(told);
    if (!preview.notes.empty()) text += "\n<details><summary>Left out, and not supported</summary>\n\n";
    for (const auto& each : preview.notes) text += std::format("- {}\n", prose(remarkOf(each)));
    if (!preview.notes.empty()) text += "\n</details>\n";
    return text;
}

}  // namespace armillary::ctl
