#include <boost/json/array.hpp>

#include <chrono>
#include <format>

#include "programs/armillaryctl/gitops_print.h"

namespace armillary::ctl {

namespace json = boost::json;

namespace {

using gitops::Drift;
using gitops::FieldOwner;

std::string_view wordOf(Drift::Kind kind) {
    switch (kind) {
        case Drift::Kind::Missing:
            return "missing";
        case Drift::Kind::Unforeseen:
            return "unforeseen";
        case Drift::Kind::Changed:
            break;
    }
    return "changed";
}

std::string_view wordOf(FieldOwner::Kind kind) {
    switch (kind) {
        case FieldOwner::Kind::Person:
            return "person";
        case FieldOwner::Kind::Controller:
            return "controller";
        case FieldOwner::Kind::Unknown:
            break;
    }
    return "unknown";
}

std::string titleOf(const Drift& drift) {
    const Object& object = *drift.object;
    return plain(std::format("{} {}{}{}", object.kind(), object.namespace_(), object.namespace_().empty() ? "" : "/",
                             object.name()));
}

/// The whole sentence but for its fields.
std::string sentenceOf(const Drift& drift) {
    switch (drift.kind) {
        case Drift::Kind::Missing:
            return titleOf(drift) + " is not there.";
        case Drift::Kind::Unforeseen:
            return titleOf(drift) + " is there already, though the base does not have it.";
        case Drift::Kind::Changed:
            break;
    }
    return titleOf(drift) + " is not as the base says:";
}

std::string ownerOf(const Drift::Field& field) {
    if (!field.by) return {};
    const std::string_view who = field.by->kind == FieldOwner::Kind::Person       ? "a person, with "
                                 : field.by->kind == FieldOwner::Kind::Controller ? "another controller, "
                                                                                  : "";
    return std::format(" (by {}{}{}{})", who, plain(field.by->manager), field.by->time.empty() ? "" : ", ",
                       field.by->time);
}

double secondsOf(std::chrono::milliseconds time) {
    return static_cast<double>(time.count()) / 1000;
}

std::string headlineOf(const gitops::TrialResult& trial) {
    if (trial.took.count() == 0 && trial.problems.empty()) return "nothing";
    return std::format("{} after {:.1f} s", trial.healthy ? "healthy" : "not healthy", secondsOf(trial.took));
}

}  // namespace

std::string driftText(const Told& told) {
    if (told.against.empty()) return {};
    std::string text = std::format(
        "what runs in {}: {}\n", plain(told.against),
        told.preview.drift.empty() ? "as the base says, where it was looked at" : "not all of it is as the base says");
    for (const Drift& each : told.preview.drift) {
        text += "  ~ " + sentenceOf(each) + "\n";
        for (const Drift::Field& field : each.fields)
            text += std::format("      {}: {} -> {}{}\n", plain(field.difference.path), orNone(field.difference.from),
                                orNone(field.difference.to), ownerOf(field));
    }
    return text;
}

std::string driftMarkdown(const Told& told) {
    if (told.against.empty() || told.preview.drift.empty()) return {};
    std::string text = std::format("\n#### What runs in {} is not as the base says\n\n", code(told.against));
    for (const Drift& each : told.preview.drift) {
        text += std::format("- {}\n", prose(sentenceOf(each)));
        for (const Drift::Field& field : each.fields)
            text += std::format("  - {}: {} → {}{}\n", code(field.difference.path), code(orNone(field.difference.from)),
                                code(orNone(field.difference.to)), prose(ownerOf(field)));
    }
    return text;
}

void addDrift(const Told& told, json::object& into) {
    if (told.against.empty()) return;
    json::array drift;
    for (const Drift& each : told.preview.drift) {
        json::array fields;
        for (const Drift::Field& field : each.fields) {
            json::object one{{"path", field.difference.path},
                             {"from", valueOf(field.difference.from)},
                             {"to", valueOf(field.difference.to)}};
            if (field.by)
                one["by"] = json::object{
                    {"manager", field.by->manager}, {"kind", wordOf(field.by->kind)}, {"time", field.by->time}};
            fields.push_back(std::move(one));
        }
        const Object& object = *each.object;
        drift.push_back(json::object{{"application", each.application},
                                     {"apiVersion", object.apiVersion()},
                                     {"kind", object.kind()},
                                     {"namespace", object.namespace_()},
                                     {"name", object.name()},
                                     {"state", wordOf(each.kind)},
                                     {"fields", std::move(fields)}});
    }
    into["against"] = told.against;
    into["drift"] = std::move(drift);
}

std::string trialText(const Told& told) {
    if (told.trial == nullptr) return {};
    std::string text = std::format("run here: {}\n", headlineOf(*told.trial));
    for (const auto& each : told.trial->problems) {
        text += std::format("  ! {}: {}\n", plain(each.object), plain(each.statement));
        for (const std::string& line : each.evidence) text += std::format("      {}\n", plain(line));
        if (!each.next.empty()) text += std::format("    next: {}\n", plain(each.next));
    }
    for (const auto& each : told.trial->notes) text += std::format("  note: {}\n", remarkOf(each));
    return text;
}

std::string trialMarkdown(const Told& told) {
    if (told.trial == nullptr) return {};
    std::string text = std::format("\n#### Run here: {}\n\n", headlineOf(*told.trial));
    for (const auto& each : told.trial->problems) {
        text += std::format("- **{}**: {}\n", prose(each.object), prose(each.statement));
        for (const std::string& line : each.evidence) text += std::format("  - {}\n", prose(line));
        if (!each.next.empty()) text += std::format("  - Next: {}\n", prose(each.next));
    }
    if (told.trial->notes.empty()) return text;
    text += "\n<details><summary>Other than in production</summary>\n\n";
    for (const auto& each : told.trial->notes) text += std::format("- {}\n", prose(remarkOf(each)));
    return text + "\n</details>\n";
}

void addTrial(const Told& told, json::object& into) {
    if (told.trial == nullptr) return;
    json::array problems;
    for (const auto& each : told.trial->problems) {
        json::array evidence;
        for (const std::string& line : each.evidence) evidence.push_back(json::value(line));
        problems.push_back(json::object{{"object", each.object},
                                        {"id", each.id},
                                        {"statement", each.statement},
                                        {"evidence", std::move(evidence)},
                                        {"next", each.next}});
    }
    into["run"] = json::object{{"healthy", told.trial->healthy},
                               {"seconds", secondsOf(told.trial->took)},
                               {"problems", std::move(problems)},
                               {"notes", jsonOf(told.trial->notes)}};
}

}  // namespace armillary::ctl
