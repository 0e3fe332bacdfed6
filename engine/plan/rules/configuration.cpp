#include <algorithm>
#include <format>
#include <set>

#include "engine/plan/rules/rules.h"
#include "engine/plan/wording.h"
#include "engine/schema/api/corev1.h"

/// Source: https://kubernetes.io/docs/concepts/configuration/configmap/, "Mounted ConfigMaps are updated
/// automatically".
namespace armillary::plan::rules {

namespace {

/// The key of a difference: of `data["a.b"]`, `data.a` and `binaryData.a`.
std::optional<std::string> keyOf(std::string_view path) {
    for (const std::string_view field : {"data", "binaryData"}) {
        if (path == field) return "";  // all of them
        if (!path.starts_with(field) || path.size() <= field.size() + 1) continue;
        std::string_view key = path.substr(field.size() + 1);
        if (path[field.size()] == '[' && key.size() > 3) key = key.substr(1, key.size() - 3);
        if (path[field.size()] == '[' || path[field.size()] == '.') return std::string(key);
    }
    return std::nullopt;
}

enum class Sees { AfterRestart, Never, Soon };

/// Whether a volume is mounted by a part of its own, which is not renewed.
bool isMountedByPart(const corev1::PodSpec& spec, std::size_t volume) {
    if (volume >= spec.volumes.size()) return false;
    const auto parts = [&](const auto& containers) {
        return std::ranges::any_of(containers, [&](const auto& container) {
            return std::ranges::any_of(container.volumeMounts, [&](const corev1::VolumeMount& mount) {
                return mount.name == spec.volumes[volume].name &&
                       (!mount.subPath.empty() || !mount.subPathExpr.empty());
            });
        });
    };
    return parts(spec.containers) || parts(spec.initContainers);
}

Sees waysOf(const relations::Edge& edge, const corev1::PodSpec& spec) {
    if (edge.path.contains(".env[") || edge.path.contains(".envFrom[")) return Sees::AfterRestart;
    const auto at = edge.path.find("volumes[");
    if (at == std::string::npos) return Sees::Soon;
    std::size_t index = 0;
    for (std::size_t i = at + 8; i < edge.path.size() && edge.path[i] >= '0' && edge.path[i] <= '9'; ++i)
        index = std::min<std::size_t>(index * 10 + static_cast<std::size_t>(edge.path[i] - '0'), 100'000);
    return isMountedByPart(spec, index) ? Sees::Never : Sees::Soon;
}

struct Readers {
    std::vector<std::string> byEnvironment, byPart, byVolume;
};

Readers readersOf(const Change& change, const std::set<std::string>& keys) {
    Readers readers;
    const auto note = [](std::vector<std::string>& into, std::string title) {
        if (!std::ranges::contains(into, title)) into.push_back(std::move(title));
    };
    for (const ObjectRef& object : workloadsIn(change.was, change.namespace_())) {
        const Pods pods = podsOf(object);
        if (!pods || object->kind() == "PodTemplate") continue;
        for (const relations::Edge& edge : relations::namedReferences(object)) {
            if (edge.relation != relations::relation::kReads || edge.to != relations::idOf(*change.object())) continue;
            const bool wanted = edge.keys.empty() || keys.contains("") ||
                                std::ranges::any_of(edge.keys, [&](const auto& key) { return keys.contains(key); });
            if (!wanted) continue;
            const Sees sees = waysOf(edge, *pods.spec);
            // A cron job's pods live shorter than that matters.
            if (object->kind() == "CronJob" || object->kind() == "Job") continue;
            note(sees == Sees::AfterRestart ? readers.byEnvironment
                 : sees == Sees::Never      ? readers.byPart
                                            : readers.byVolume,
                 titleOf(*object));
        }
    }
    return readers;
}

}  // namespace

void configuration(const Change& change, Impacts& out) {
    const bool secret = change.is("", "Secret");
    if ((!secret && !change.is("", "ConfigMap")) || change.isMade() || change.isRemoved()) return;
    std::set<std::string> keys;
    for (const FieldDifference& each : change.differences)
        if (auto key = keyOf(each.path)) keys.insert(std::move(*key));
    if (keys.empty()) return;
    const std::vector<std::string> names(keys.begin(), keys.end());
    if (secret)
        out.push_back({impact::kSecret, names.front().empty()
                                            ? std::string("Its values change.")
                                            : std::format("The {} {} {}.", names.size() == 1 ? "value of" : "values of",
                                                          listed(names), names.size() == 1 ? "changes" : "change")});
    const Readers readers = readersOf(change, keys);
    std::string text;
    if (!readers.byEnvironment.empty())
        text = std::format("{} {} it as environment variables and {} the change only after a restart.",
                           listed(readers.byEnvironment), readers.byEnvironment.size() == 1 ? "reads" : "read",
                           readers.byEnvironment.size() == 1 ? "sees" : "see");
    if (!readers.byPart.empty())
        text +=
            std::format("{}{} {} it mounted by a subPath, which is not renewed before a restart.",
                        text.empty() ? "" : " ", listed(readers.byPart), readers.byPart.size() == 1 ? "has" : "have");
    const bool restart = !text.empty();
    if (!readers.byVolume.empty())
        text +=
            std::format("{}{} {} it mounted and {} the change within about a minute, without a restart.",
                        text.empty() ? "" : " ", listed(readers.byVolume),
                        readers.byVolume.size() == 1 ? "has" : "have", readers.byVolume.size() == 1 ? "sees" : "see");
    if (!text.empty()) out.push_back({restart ? impact::kRestart : impact::kNone, std::move(text)});
}

}  // namespace armillary::plan::rules
