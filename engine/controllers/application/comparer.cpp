#include "engine/controllers/application/comparer.h"

#include <algorithm>
#include <format>
#include <set>

#include "engine/controllers/application/documents.h"
#include "engine/controllers/framework/batch.h"
#include "engine/gitops/health/fields.h"
#include "engine/gitops/render/yaml.h"
#include "engine/gitops/sync/difference.h"
#include "engine/gitops/sync/names.h"
#include "engine/schema/json_document.h"

namespace armillary::controllers::applications {

namespace json = boost::json;
using gitops::Health;

namespace {

bool ignoresExtraneous(const json::object& object) {
    return std::ranges::contains(gitops::wordsOf(gitops::annotationOf(object, gitops::annotation::kCompare)),
                                 "IgnoreExtraneous");
}

void addImages(const json::object& object, std::set<std::string>& images) {
    constexpr std::size_t kMost = 200;
    const auto add = [&](const json::object& container) {
        if (const std::string image = gitops::wordAt(container, "image"); !image.empty() && images.size() < kMost)
            images.insert(image);
    };
    for (const char* list : {"initContainers", "containers"}) {
        gitops::eachObject(add, object, "spec", list);
        gitops::eachObject(add, object, "spec", "template", "spec", list);
        gitops::eachObject(add, object, "spec", "jobTemplate", "spec", "template", "spec", list);
    }
}

/// What an object says of its sync, and is not done.
void nameUnheeded(Round& round, const Object& object, const json::object& document) {
    const auto complain = [&](const std::string& what) {
        round.complain("UnsupportedFieldWarning", std::format("{} {}: {}", object.kind(), object.name(), what));
    };
    if (gitops::partOf(document).isAtDeletion) complain("hooks at a deletion are not supported.");
    gitops::SyncOptions options;
    std::vector<std::string> unknown;
    gitops::readOptions(gitops::wordsOf(gitops::annotationOf(document, gitops::annotation::kOptions)), options,
                        unknown);
    for (const std::string& word : unknown) complain(std::format("the sync option {} is not supported.", word));
}

/// One object of an application, as it is being compared.
struct Pair {
    relations::ObjectId id;
    ObjectRef wanted;
    Row row;
    bool isKept = false;  ///< the verdict of the last time holds
    Memory::Verdict verdict;
    std::string problem, owner;  ///< why it cannot be compared; which other application has it
    bool missing = false;
};

class Comparing {
public:
    Comparing(Round& round, client::Client& client, const Live& live)
        : m_round(round), m_client(client), m_live(live) {}

    Pair begin(const ObjectRef& wanted) {
        Pair pair{.id = relations::idOf(*wanted), .wanted = wanted};
        pair.row = m_live.rowOf(pair.id.kind.group, versionOf(*wanted), pair.id.kind.name);
        const auto known = m_round.memory.verdicts.find(pair.id);
        if (known == m_round.memory.verdicts.end()) return pair;
        pair.isKept = pair.row && known->second.revision == m_live.revisionOf(pair.id) &&
                      known->second.wanted->json() == wanted->json();
        if (pair.isKept) pair.verdict = known->second;
        return pair;
    }

    /// Asks the cluster; from any thread.
    void look(Pair& pair) const {
        pair.missing = true;
        if (!pair.row) {
            pair.problem = std::format("{} {}: the cluster serves no {} of {}", pair.id.kind.name, pair.id.name,
                                       pair.id.kind.name, pair.wanted->apiVersion());
            return;
        }
        const auto live = m_live.read(*pair.row, pair.id);
        if (!live) pair.problem = live.error().message;
        if (!live || !*live) return;
        pair.missing = false;
        const json::object is = documentOf(**live);
        pair.verdict = {.wanted = pair.wanted,
                        .revision = (*live)->revision(),
                        .health = gitops::healthOf(is),
                        .countsForHealth = !gitops::ignoresHealth(is)};
        if (const std::string owner = gitops::trackedBy(**live); !owner.empty() && owner != m_round.instance)
            pair.owner = owner;
        const auto applied = m_client.apply({pair.row.get(), pair.id.namespace_, pair.id.name, {}}, pair.wanted->json(),
                                            {std::string(gitops::kSyncManager), true, true});
        if (!applied) {
            pair.problem =
                std::format("{} {}: {}", pair.id.kind.name, pair.id.name, refusalOf(applied.error(), pair.id));
            return;
        }
        pair.verdict.synced = !gitops::wouldChange(is, documentOf(**applied), pair.id, m_round.sync.ignored);
    }

    gitops::ResourceState finish(Pair& pair) {
        const json::object wanted = documentOf(*pair.wanted);
        const gitops::Part part = gitops::partOf(wanted);
        gitops::ResourceState state{.id = pair.id,
                                    .version = versionOf(*pair.wanted),
                                    .sync = pair.verdict.synced ? "Synced" : "OutOfSync",
                                    .health = pair.verdict.health,
                                    .wave = part.wave,
                                    .countsForHealth = pair.verdict.countsForHealth && !gitops::ignoresHealth(wanted)};
        if (pair.missing) state.health = {Health::Missing, {}};
        // What a refused dry run leaves unknown is said, and counts as a difference: a sync tries it.
        if (!pair.problem.empty() && pair.row) m_round.complain("ComparisonError", pair.problem);
        if (!pair.owner.empty())
            m_round.complain("SharedResourceWarning",
                             std::format("{} {} is part of applications {} and {}", pair.id.kind.text(), pair.id.name,
                                         m_round.instance, pair.owner));
        return state;
    }

private:
    Round& m_round;
    client::Client& m_client;
    const Live& m_live;
};

}  // namespace

std::vector<ObjectRef> surplusOf(const Wanted& wanted, const std::string& instance, const Live& live) {
    auto tracked = live.tracked(instance);
    for (const ObjectRef& each : wanted.objects) tracked.erase(relations::idOf(*each));
    std::vector<ObjectRef> surplus;
    for (const auto& [id, object] : tracked) {
        if (gitops::partOf(documentOf(*object)).isHook) continue;
        const Row row = live.rowOf(id.kind.group, versionOf(*object), id.kind.name);
        if (!row) continue;
        // What informers still have may be gone, or somebody else's by now.
        const auto now = live.read(*row, id);
        if (now && *now && gitops::trackedBy(**now) == instance) surplus.push_back(*now);
    }
    return surplus;
}

Compared compare(Round& round, const Wanted& wanted, client::Client& client, const Live& live, async::Pool& helpers) {
    Comparing comparing(round, client, live);
    std::vector<Pair> pairs;
    Compared compared;
    std::set<std::string> images;
    for (const ObjectRef& each : wanted.objects) {
        const json::object object = documentOf(*each);
        nameUnheeded(round, *each, object);
        if (gitops::partOf(object).isHook) continue;
        addImages(object, images);
        pairs.push_back(comparing.begin(each));
    }
    std::vector<Pair*> unknown;
    for (Pair& pair : pairs)
        if (!pair.isKept) unknown.push_back(&pair);
    (void)inParallel(helpers, unknown.size(), [&](std::size_t at) -> Result<void> {
        comparing.look(*unknown[at]);
        return {};
    });
    std::map<relations::ObjectId, Memory::Verdict> verdicts;
    auto& resources = compared.comparison.resources;
    for (Pair& pair : pairs) {
        resources.push_back(comparing.finish(pair));
        if (!pair.missing && pair.problem.empty()) verdicts[pair.id] = std::move(pair.verdict);
    }
    round.memory.verdicts = std::move(verdicts);
    compared.surplus = surplusOf(wanted, round.instance, live);
    for (const ObjectRef& each : compared.surplus) {
        const json::object object = documentOf(*each);
        const bool ignored = ignoresExtraneous(object);
        resources.push_back({.id = relations::idOf(*each),
                             .version = versionOf(*each),
                             .sync = ignored ? "Synced" : "OutOfSync",
                             .health = gitops::healthOf(object),
                             .wave = gitops::partOf(object).wave,
                             .requiresPruning = !ignored,
                             .countsForHealth = !gitops::ignoresHealth(object)});
    }
    std::ranges::sort(resources, {}, &gitops::ResourceState::id);
    compared.comparison.images.assign(images.begin(), images.end());
    gitops::summarize(compared.comparison);
    return compared;
}

}  // namespace armillary::controllers::applications
