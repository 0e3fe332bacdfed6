#include "engine/editor/cluster_check.h"

#include <algorithm>
#include <deque>
#include <set>
#include <tuple>

#include "engine/manifest/lines.h"
#include "engine/manifest/locate.h"
#include "engine/manifest/objects.h"
#include "engine/plan/expected.h"
#include "engine/plan/obstacle.h"
#include "engine/plan/planned.h"

namespace armillary::editor {

namespace {

namespace obstacle = plan::obstacle;

struct ReadFile {
    std::size_t index = 0;
    manifest::File file;
    manifest::LineIndex lines;
};

struct Subject {
    const ReadFile* in = nullptr;
    const manifest::Node* node = nullptr;
    ObjectRef live, wanted;
};

/// The subjects point into `files`.
std::vector<Subject> subjectsIn(std::span<const manifest::Source> sources, std::string_view homeNamespace,
                                const LiveCluster& cluster, std::deque<ReadFile>& files) {
    std::vector<Subject> subjects;
    std::set<relations::ObjectId> seen;
    for (std::size_t index = 0; index < sources.size(); ++index) {
        auto parsed = manifest::File::parse(sources[index].bytes);
        if (!parsed) continue;
        const ReadFile& in = files.emplace_back(index, std::move(*parsed), manifest::LineIndex(sources[index].bytes));
        for (const manifest::FileObject& object : manifest::objectsIn(in.file)) {
            const ObjectRef written = manifest::readObject(object, homeNamespace);
            if (!written || written->name().empty()) continue;
            const relations::ObjectId id = relations::idOf(*written);
            if (cluster.knows && !cluster.knows(id)) continue;
            // Of one that is there twice the first is meant; that it is there twice is another check's.
            if (!seen.insert(id).second) continue;
            const ObjectRef live = cluster.world.find(id.kind, id.namespace_, id.name);
            const plan::Item item{object.apiVersion, object.kind, written->namespace_(), written->name(),
                                  written->json()};
            if (ObjectRef wanted = plan::expectedOf(live, item, written->namespace_()))
                subjects.push_back({&in, object.node, live, std::move(wanted)});
        }
    }
    return subjects;
}

/// Where a path of the object ends, or what there is of it.
std::size_t offsetOf(const Subject& subject, std::string_view path) {
    const auto parsed = manifest::parsePath(path);
    const auto place = parsed ? manifest::locate(*subject.node, *parsed)
                              : std::expected<manifest::Place, manifest::Refusal>(std::unexpected(manifest::Refusal()));
    if (!place || place->hops.empty()) return subject.node->begin();
    return place->hops.back().entry->begin;
}

}  // namespace

ClusterVerdict checkAgainst(std::span<const manifest::Source> sources, std::string_view homeNamespace,
                            const LiveCluster& cluster) {
    std::deque<ReadFile> files;
    const std::vector<Subject> subjects = subjectsIn(sources, homeNamespace, cluster, files);
    std::vector<ObjectRef> written;
    for (const Subject& each : subjects) written.push_back(each.wanted);
    const plan::Planned planned(cluster.world, std::move(written));
    plan::Surroundings around(cluster.world, planned);
    around.setServed(cluster.served);
    ClusterVerdict verdict;
    for (const Subject& subject : subjects) {
        auto obstacles = plan::obstaclesOf(subject.live, subject.wanted, around);
        if (!obstacles) continue;
        verdict.changes.push_back(relations::idOf(*subject.wanted));
        for (plan::Obstacle& each : *obstacles) {
            const auto [line, column] = subject.in->lines.at(offsetOf(subject, each.path));
            verdict.findings.push_back({subject.in->index, line, column,
                                        each.refused ? manifest::Severity::Error : manifest::Severity::Warning, each.id,
                                        std::move(each.message)});
        }
    }
    manifest::dropIgnored(verdict.findings, sources);
    std::ranges::stable_sort(verdict.findings, {}, [](const manifest::Finding& each) {
        return std::tuple(each.file, each.line, each.column);
    });
    return verdict;
}

}  // namespace armillary::editor
