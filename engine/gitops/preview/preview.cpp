#include "engine/gitops/preview/preview.h"

#include <atomic>
#include <format>
#include <map>
#include <optional>
#include <set>
#include <thread>

#include "engine/plan/planned.h"
#include "engine/plan/surroundings.h"

namespace armillary::gitops {

namespace {

constexpr std::size_t kMostRenderers = 4;

/// One application on both sides.
struct Pair {
    std::string name;
    const ApplicationParts* before = nullptr;
    const ApplicationParts* after = nullptr;
    std::vector<PlacedObject> was, becomes;
    std::optional<Problem> problem;
    std::vector<std::string> notes;
};

/// What it renders from is the same, so what it renders to is. An application that cannot be rendered has no key.
std::optional<std::vector<std::string>> keysOf(const ApplicationParts& parts, const Renderer& renderer) {
    std::vector<std::string> keys = {parts.application.namespace_, parts.application.server};
    // What cannot be looked at may differ as soon as anything of it is said otherwise.
    if (!parts.problems.empty()) keys.push_back(parts.application.definition);
    for (const RenderRequest& request : parts.requests) {
        auto key = renderer.key(request);
        if (!key) return std::nullopt;
        keys.push_back(std::move(*key));
    }
    return keys;
}

bool cannotDiffer(const Pair& pair, const Renderer& renderer) {
    if (pair.before == nullptr || pair.after == nullptr) return false;
    if (!pair.after->problems.empty() && !pair.after->isElsewhere) return false;
    const auto before = keysOf(*pair.before, renderer), after = keysOf(*pair.after, renderer);
    return before && after && *before == *after;
}

std::string homeOf(const ApplicationParts& parts) {
    return parts.requests.empty() ? "default" : parts.requests.front().namespace_;
}

Expected<std::vector<PlacedObject>> objectsOf(const ApplicationParts* parts, const Renderer& renderer,
                                              const std::stop_token& stop, std::vector<std::string>& notes) {
    if (parts == nullptr) return std::vector<PlacedObject>();
    auto rendered = renderAll(*parts, renderer, stop);
    if (!rendered) return std::unexpected(std::move(rendered.error()));
    notes = std::move(rendered->notes);
    return placed(*rendered, homeOf(*parts));
}

void renderPair(Pair& pair, const Renderer& renderer, const std::stop_token& stop) {
    std::vector<std::string> ignored;
    auto becomes = objectsOf(pair.after, renderer, stop, pair.notes);
    auto was = becomes ? objectsOf(pair.before, renderer, stop, ignored) : Expected<std::vector<PlacedObject>>();
    if (!becomes || !was) {
        pair.problem = !becomes ? std::move(becomes.error()) : std::move(was.error());
        if (becomes) pair.problem->message = "As it is now: " + pair.problem->message;
        return;
    }
    pair.becomes = std::move(*becomes);
    pair.was = std::move(*was);
}

/// Renderers are programs of one thread or two each: as many at once as there are processors, up to kMostRenderers.
void renderPairs(std::vector<Pair*>& pairs, const PreviewRequest& request, const Renderer& renderer,
                 const std::stop_token& stop) {
    std::atomic<std::size_t> next = 0, done = 0;
    const auto work = [&] {
        for (std::size_t at = next++; at < pairs.size(); at = next++) {
            renderPair(*pairs[at], renderer, stop);
            if (request.progress) request.progress(++done, pairs.size());
        }
    };
    const std::size_t wanted =
        std::min({kMostRenderers, pairs.size(), std::size_t{std::max(1u, std::thread::hardware_concurrency())}});
    std::vector<std::jthread> threads;
    for (std::size_t count = 1; count < wanted; ++count) threads.emplace_back(work);
    work();
}

std::vector<Pair> pairsOf(const Side& before, const Side& after) {
    std::map<std::string, Pair> pairs;
    for (const auto& each : before.parts()) pairs[each.application.name].before = &each;
    for (const auto& each : after.parts()) pairs[each.application.name].after = &each;
    std::vector<Pair> all;
    for (auto& [name, pair] : pairs) {
        pair.name = name;
        all.push_back(std::move(pair));
    }
    return all;
}

/// A followed name changes what its users say, which are pods' templates: they roll by themselves.
void withoutRestarts(std::vector<plan::Impact>& impacts) {
    std::erase_if(impacts, [](const plan::Impact& each) {
        return each.id == plan::impact::kRestart || each.id == plan::impact::kImmutable;
    });
    if (impacts.empty())
        impacts.push_back({plan::impact::kNone, "It gets a new name, and what uses it is given that."});
}

/// What is true of a change because of how it is applied.
void correct(ObjectChange& change) {
    if (!change.was.empty()) withoutRestarts(change.impact);
    if (!change.after || !isHook(*change.after)) return;
    std::erase_if(change.impact, [](const plan::Impact& each) { return each.id == plan::impact::kImmutable; });
    if (change.impact.empty())
        change.impact.push_back({plan::impact::kNone, "It is a hook, which each sync makes anew."});
}

/// The kinds that come along: nobody serves them yet.
std::vector<relations::Kind> definedBy(const std::vector<Pair>& pairs) {
    std::vector<relations::Kind> kinds;
    for (const Pair& pair : pairs)
        for (const PlacedObject& each : pair.becomes)
            if (auto kind = definedKind(*each.object)) kinds.push_back(std::move(*kind));
    return kinds;
}

void tellImpacts(Preview& result, const std::vector<Pair>& pairs) {
    std::vector<ObjectRef> was, becomes;
    for (const Pair& pair : pairs) {
        for (const PlacedObject& each : pair.was) was.push_back(each.object);
        for (const PlacedObject& each : pair.becomes) becomes.push_back(each.object);
    }
    const RenderedWorld before(std::move(was));
    const plan::Planned world(before, std::move(becomes));
    plan::Surroundings around(world, world);
    for (ObjectChange& change : result.objects) {
        change.impact = plan::impactOf(change.before, change.after, around);
        correct(change);
    }
}

/// The same from what really runs. The error: it cannot be read.
Result<> tellLiveImpacts(Preview& result, const std::vector<Pair>& pairs, Live& live) {
    if (const auto answers = live.serves("v1", "Namespace"); !answers) return std::unexpected(answers.error());
    const LiveWorld world(live);
    std::vector<ObjectRef> becomes;
    for (const Pair& pair : pairs) {
        std::ranges::move(outcomesOf(pair.was, pair.becomes, world), std::back_inserter(becomes));
        std::ranges::move(driftOf(pair.name, pair.was, pair.becomes, world), std::back_inserter(result.drift));
    }
    const plan::Planned planned(world, std::move(becomes));
    plan::Surroundings around(world, planned);
    const auto defined = definedBy(pairs);
    for (ObjectChange& change : result.objects) {
        change.impact = impactOn(change, world, around);
        correct(change);
        if (auto done = judgeVersion(change, live, defined); !done) return done;
    }
    for (const std::string& each : world.unreadable())
        result.notes.push_back({{},
                                std::format("{} of the cluster may not be read: what is said leaves them out.", each),
                                "Ask for the rights to get and list them."});
    if (world.failure()) return std::unexpected(*world.failure());
    return {};
}

void remark(Preview& result, const Pair& pair) {
    const ApplicationParts& parts = pair.after != nullptr ? *pair.after : *pair.before;
    for (const std::string& each : parts.application.unsupported) result.notes.push_back({pair.name, each, {}});
    for (const std::string& each : pair.notes) result.notes.push_back({pair.name, each, {}});
}

ApplicationChange::Kind changeOf(const Pair& pair, bool differs) {
    if (pair.before == nullptr) return ApplicationChange::Kind::Added;
    if (pair.after == nullptr) return ApplicationChange::Kind::Removed;
    return differs ? ApplicationChange::Kind::Changed : ApplicationChange::Kind::Unchanged;
}

}  // namespace

Expected<Preview> preview(const Repository& repository, const PreviewRequest& request, const Renderer& renderer,
                          const std::stop_token& stop) {
    const auto before = Side::read(repository, request.addresses, request.base, request.path);
    if (!before) return std::unexpected(before.error());
    const auto after = Side::read(repository, request.addresses, request.head, request.path);
    if (!after) return std::unexpected(after.error());
    std::vector<Pair> pairs = pairsOf(*before, *after);
    if (pairs.empty())
        return request.path.empty() ? problem("the repository says of no application what is deployed",
                                              "Give the path of what is: --path FOLDER")
                                    : problem(std::format("{} is in neither revision", request.path));
    Preview result;
    std::set<std::string> sentences(after->notes().begin(), after->notes().end());
    for (const std::string& each : sentences) result.notes.push_back({{}, each, {}});
    std::vector<Pair*> differing;
    for (Pair& pair : pairs)
        if (request.all || !cannotDiffer(pair, renderer)) differing.push_back(&pair);
    renderPairs(differing, request, renderer, stop);
    for (const Pair& pair : pairs) {
        remark(result, pair);
        if (pair.problem) {
            result.problems.push_back({pair.name, pair.problem->message, pair.problem->next});
            continue;
        }
        if (pair.after != nullptr && pair.after->isElsewhere)
            for (const Problem& each : pair.after->problems)
                result.notes.push_back(
                    {pair.name, "It is left out, since nothing of it differs here: " + each.message + ".", {}});
        auto changes = compare(pair.name, pair.was, pair.becomes);
        result.applications.push_back({pair.name, changeOf(pair, !changes.empty())});
        std::ranges::move(changes, std::back_inserter(result.objects));
    }
    const auto told = request.live != nullptr ? tellLiveImpacts(result, pairs, *request.live) : Result<>();
    if (!told)
        result.problems.push_back({{},
                                   std::format("what runs cannot be read: {}", told.error().message),
                                   "Without --against the two revisions alone are compared."});
    if (request.live == nullptr || !told) tellImpacts(result, pairs);
    for (Pair* const pair : differing)
        if (!pair->problem) result.rendered.push_back({pair->name, std::move(pair->was), std::move(pair->becomes)});
    return result;
}

}  // namespace armillary::gitops
