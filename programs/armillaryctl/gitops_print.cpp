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

bool isWorthTelling(const plan::Impact& impact) {
    return impact.id != plan::impact::kNone;
}

}  // namespace

json::value valueOf(const std::string& text) {
    if (text.empty()) return nullptr;
    auto value = schema::parseDocument(text);
    return value ? std::move(*value) : json::value(text);
}

std::string orNone(const std::string& value) {
    return value.empty() ? "(none)" : plain(value);
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
            text += std::format("  {} {}", wordOf(change.kind), gitops::titleOf(change));
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
        text += std::format("{}; unchanged applications: {}\n", gitops::summaryOf(preview), unchanged);
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
    return gitops::markdownOf(told.preview, told.base, told.head, driftMarkdown(told) + trialMarkdown(told));
}

}  // namespace armillary::ctl
