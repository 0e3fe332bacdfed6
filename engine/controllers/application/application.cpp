#include "engine/controllers/application/application.h"

#include <algorithm>
#include <format>

#include "engine/controllers/application/comparer.h"
#include "engine/controllers/application/project.h"
#include "engine/controllers/application/wanted.h"
#include "engine/gitops/application/readers.h"
#include "engine/gitops/health/fields.h"
#include "engine/gitops/render/yaml.h"
#include "engine/gitops/sync/difference.h"
#include "engine/gitops/sync/names.h"
#include "engine/resources/custom/definition.h"
#include "engine/schema/api/apiextensionsv1.h"
#include "engine/schema/api/appsv1.h"
#include "engine/schema/json_document.h"

namespace armillary::controllers {

namespace json = boost::json;
using namespace applications;
using apiextensionsv1::CustomResourceDefinition;
using std::chrono::milliseconds;

namespace {

constexpr std::string_view kDefinition = "applications.argoproj.io";
/// A key that is no application's.
const std::string kReferences = "/references";
constexpr milliseconds kLookEvery{1'000};
/// Events come in crowds.
constexpr milliseconds kGather{50};
constexpr std::chrono::seconds kPoll{120}, kJitter{60};
constexpr std::string_view kLocalServer = "https://kubernetes.default.svc", kLocalName = "in-cluster";
constexpr std::size_t kDeepest = 10;
const std::string kArgoIndex = "argocd";

/// The instance's key: "argocd/shop" of "shop", "team/shop" of "team_shop".
std::string keyOf(const std::string& instance) {
    const auto mark = instance.find('_');
    return mark == std::string::npos ? std::format("{}/{}", gitops::kArgoNamespace, instance)
                                     : std::format("{}/{}", instance.substr(0, mark), instance.substr(mark + 1));
}

std::vector<std::string> controllersOfArgoCd(const Object& object) {
    const auto label = object.meta().labels.find("app.kubernetes.io/name");
    if (label == object.meta().labels.end() || label->second != "argocd-application-controller") return {};
    return {kArgoIndex};
}

const json::object& emptyObject() {
    static const json::object empty;
    return empty;
}

/// Whether what it says changes what is rendered, so that rendering without it would be something else.
bool isDecisive(const std::string& sentence) {
    return sentence.contains(".plugin") || sentence.contains(".jsonnet");
}

}  // namespace

const json::object& Round::spec() const {
    const json::object* const spec = gitops::objectAt(document, "spec");
    return spec == nullptr ? emptyObject() : *spec;
}

bool Round::hasError() const {
    return std::ranges::any_of(conditions,
                               [](const gitops::AppCondition& each) { return each.type.ends_with("Error"); });
}

ApplicationController::ApplicationController(const Context& context, std::filesystem::path cache, std::stop_token stop)
    : QueuedController(context),
      m_definitions(client::informer<CustomResourceDefinition>(context.informers)),
      m_statefulSets(client::informer<appsv1::StatefulSet>(context.informers)),
      m_deployments(client::informer<appsv1::Deployment>(context.informers)),
      m_live(context.client, context.informers,
             [this](const std::string& instance) { m_queue.addAfter(keyOf(instance), kGather); }),
      m_sources(context.clock, std::move(cache), std::move(stop)),
      m_events(context.events.withComponent("argocd-application-controller")) {
    for (client::Informer* informer : {&m_statefulSets, &m_deployments})
        informer->addIndex(kArgoIndex, controllersOfArgoCd);
    m_definitions.addHandler([this](const ObjectRef& previous, const ObjectRef& current) {
        if ((current ? current : previous)->name() == kDefinition) definitionChanged(previous, current);
    });
}

void ApplicationController::definitionChanged(const ObjectRef&, const ObjectRef& current) {
    const Row row = current ? resources::custom::clientRow(current->as<CustomResourceDefinition>()) : nullptr;
    {
        const std::lock_guard lock(m_mutex);
        if (row && m_row && row->version == m_row->version && row->plural == m_row->plural) return;
        if (m_applications != nullptr) m_context.informers.forget(*m_applications);
        m_applications = nullptr;
        m_row = row;
        if (!row) return;
        m_applications = &m_context.informers.follow(
            row, [this](const ObjectRef& before, const ObjectRef& now) { m_queue.add((now ? now : before)->key()); });
    }
    m_context.informers.start();
}

Row ApplicationController::applicationRow() const {
    const std::lock_guard lock(m_mutex);
    return m_row;
}

Memory& ApplicationController::memoryOf(const std::string& key) {
    const std::lock_guard lock(m_mutex);
    return m_memories[key];
}

void ApplicationController::forget(const std::string& key) {
    const std::lock_guard lock(m_mutex);
    m_memories.erase(key);
    m_left.erase(key);
    for (auto& [reference, watched] : m_references) watched.keys.erase(key);
    std::erase_if(m_references, [](const auto& each) { return each.second.keys.empty(); });
}

void ApplicationController::watchReferences(const std::string& key, const gitops::Application& application) {
    const auto references = Sources::localReferences(application);
    std::map<Sources::LocalReference, std::string> commits;
    for (const auto& reference : references) commits[reference] = m_sources.look(reference);
    const std::lock_guard lock(m_mutex);
    const bool idle = m_references.empty();
    for (auto& [reference, watched] : m_references)
        if (!commits.contains(reference)) watched.keys.erase(key);
    std::erase_if(m_references, [](const auto& each) { return each.second.keys.empty(); });
    for (const auto& [reference, commit] : commits) {
        Watched& watched = m_references[reference];
        watched.keys.insert(key);
        watched.commit = commit;
    }
    if (idle && !m_references.empty()) m_queue.addAfter(kReferences, kLookEvery);
}

Outcome ApplicationController::lookAtReferences() {
    std::vector<Sources::LocalReference> references;
    {
        const std::lock_guard lock(m_mutex);
        for (const auto& [reference, watched] : m_references) references.push_back(reference);
    }
    for (const auto& reference : references) {
        const std::string commit = m_sources.look(reference);
        const std::lock_guard lock(m_mutex);
        const auto found = m_references.find(reference);
        if (found == m_references.end() || found->second.commit == commit) continue;
        found->second.commit = commit;
        for (const std::string& key : found->second.keys) m_queue.add(key);
    }
    const std::lock_guard lock(m_mutex);
    return m_references.empty() ? Outcome() : Outcome{kLookEvery};
}

Result<Outcome> ApplicationController::reconcile(const std::string& key) {
    if (key == kReferences) return lookAtReferences();
    const Row row = applicationRow();
    const auto slash = key.find('/');
    if (!row || slash == std::string::npos) return Outcome();
    const auto found = m_context.client.get({row.get(), key.substr(0, slash), key.substr(slash + 1), {}});
    if (!found && status::isNotFound(found.error())) {
        forget(key);
        return Outcome();
    }
    if (!found) return std::unexpected(found.error());
    auto document = schema::parseDocument((*found)->json());
    if (!document || !document->is_object()) return Outcome();
    Round round{.object = *found,
                .document = std::move(document->get_object()),
                .instance = gitops::instanceName((*found)->namespace_(), (*found)->name()),
                .now = schema::Time(m_context.clock.now()).text(),
                .memory = memoryOf(key)};
    if (const json::object* const status = gitops::objectAt(round.document, "status")) round.status = *status;
    round.application = gitops::readArgoCd(round.document);
    round.application.name = round.object->name();
    round.sync = gitops::readSyncSpec(round.document);
    if (isArgoCdHere()) {
        const std::lock_guard lock(m_mutex);
        if (m_left.insert(key).second)
            m_events->record(*round.object, "Normal", "LeftToArgoCD",
                             "an Argo CD runs in this cluster: its applications are left to it");
        return Outcome();
    }
    if (auto done = consider(round); !done) return std::unexpected(done.error());
    return Outcome{round.again};
}

bool ApplicationController::isArgoCdHere() const {
    return !m_statefulSets.byIndex(kArgoIndex, kArgoIndex).empty() ||
           !m_deployments.byIndex(kArgoIndex, kArgoIndex).empty();
}

std::string ApplicationController::circleOf(const Object& application) {
    std::set<std::string> seen{application.key()};
    std::string above = gitops::trackedBy(application);
    if (above.empty() || keyOf(above) == application.key()) return {};
    while (!above.empty()) {
        const std::string key = keyOf(above);
        if (!seen.insert(key).second) return std::format("application {} is part of itself, by way of others", key);
        if (seen.size() > kDeepest) return std::format("applications are more than {} deep", kDeepest);
        const auto slash = key.find('/');
        const Row row = applicationRow();
        if (!row) return {};
        const auto found = m_context.client.get({row.get(), key.substr(0, slash), key.substr(slash + 1), {}});
        if (!found) return {};
        const std::string next = gitops::trackedBy(**found);
        // One that is its own is the end of the chain.
        if (next == above) return {};
        above = next;
    }
    return {};
}

std::optional<json::object> ApplicationController::projectOf(Round& round) {
    const std::string name = round.sync.project.empty() ? "default" : round.sync.project;
    const Row row = m_live.rowOf("argoproj.io", "v1alpha1", "AppProject");
    if (!row) return std::nullopt;
    for (const std::string& namespace_ : {std::string(gitops::kArgoNamespace), round.object->namespace_()}) {
        const auto found = m_context.client.get({row.get(), namespace_, name, {}});
        if (!found) continue;
        auto document = schema::parseDocument((*found)->json());
        if (document && document->is_object()) return std::move(document->get_object());
    }
    // Everybody may do without the default one, which restricts nobody.
    if (name != "default")
        round.complain("InvalidSpecError",
                       std::format("Application referencing project {} which does not exist", name));
    return std::nullopt;
}

void ApplicationController::validate(Round& round, const std::optional<json::object>& project) {
    const std::string &server = round.sync.server, &cluster = round.sync.cluster;
    if ((!server.empty() && server != kLocalServer) || (server.empty() && !cluster.empty() && cluster != kLocalName))
        round.complain("InvalidSpecError",
                       std::format("there is no cluster '{}' here: the destination may be this one alone, {} or {}",
                                   server.empty() ? cluster : server, kLocalServer, kLocalName));
    if (server.empty() && cluster.empty())
        round.complain("InvalidSpecError", "Destination server missing from app spec");
    if (round.application.sources.empty()) round.complain("InvalidSpecError", "application spec has no source");
    if (std::string circle = circleOf(*round.object); !circle.empty())
        round.complain("InvalidSpecError", std::move(circle));
    if (project) {
        for (std::string& each : violationsOf(*project, round)) round.complain("InvalidSpecError", std::move(each));
        for (std::string& each : unheededOf(*project)) round.complain("UnsupportedFieldWarning", std::move(each));
    }
    for (const auto* list : {&round.application.unsupported, &round.sync.unsupported})
        for (const std::string& each : *list)
            round.complain(isDecisive(each) ? "InvalidSpecError" : "UnsupportedFieldWarning", each);
}

gitops::Expected<Wanted*> ApplicationController::wantedAt(Round& round, const std::vector<std::string>& commits) {
    std::string key;
    schema::writeDocument(key, round.sync.sources);
    for (const std::string& commit : commits) key += " " + commit;
    key += " " + round.destination();
    Memory& memory = round.memory;
    if (memory.manifestsKey == key) return &memory.wanted;
    auto manifests = m_sources.render({.application = round.application, .namespace_ = round.destination()}, commits);
    if (!manifests) return std::unexpected(std::move(manifests.error()));
    auto wanted = place(**manifests, m_live, round.instance, round.destination());
    if (!wanted) return std::unexpected(std::move(wanted.error()));
    memory.manifests = std::move(*manifests);
    memory.wanted = std::move(*wanted);
    memory.manifestsKey = std::move(key);
    return &memory.wanted;
}

void ApplicationController::followKinds(Round& round, const Wanted& wanted) {
    std::set<relations::Kind> kinds;
    for (const ObjectRef& each : wanted.objects) kinds.insert(relations::kindOf(*each));
    // And those that it had before.
    gitops::eachObject(
        [&](const json::object& each) { kinds.insert({gitops::wordAt(each, "group"), gitops::wordAt(each, "kind")}); },
        round.status, "resources");
    for (const relations::Kind& kind : kinds)
        if (!m_live.follow(kind)) round.lookAgain(milliseconds(200));
}

bool ApplicationController::fetchIsDue(Round& round) {
    if (!gitops::annotationOf(round.document, gitops::annotation::kRefresh).empty()) return true;
    return round.document.contains("operation");
}

Result<void> ApplicationController::consider(Round& round) {
    if (round.object->meta().deletionTimestamp) return cascade(round);
    const auto project = projectOf(round);
    validate(round, project);
    Memory& memory = round.memory;
    gitops::Comparison comparison;
    if (!round.hasError()) {
        watchReferences(round.object->key(), round.application);
        if (Sources::hasRemote(round.application)) {
            const auto now = m_context.clock.steady();
            if (!memory.nextFetch || *memory.nextFetch <= now)
                memory.nextFetch =
                    now + kPoll + std::chrono::duration_cast<milliseconds>(kJitter * m_context.identifiers.fraction());
            round.lookAgain(std::chrono::ceil<milliseconds>(*memory.nextFetch - now));
        }
        const auto commits = m_sources.resolve(
            {.application = round.application, .namespace_ = round.destination(), .fetches = fetchIsDue(round)});
        const auto wanted = commits ? wantedAt(round, *commits) : std::unexpected(commits.error());
        if (!wanted) {
            // What was missing may have come: a program, a network.
            round.lookAgain(kPoll);
            round.complain("ComparisonError",
                           wanted.error().message + (wanted.error().next.empty() ? "" : ". " + wanted.error().next));
        } else {
            std::string ignored;
            if (const json::value* const rules = round.spec().if_contains("ignoreDifferences"))
                schema::writeDocument(ignored, *rules);
            if (memory.comparedBy != ignored) memory.verdicts.clear();
            memory.comparedBy = std::move(ignored);
            followKinds(round, **wanted);
            for (const gitops::AppCondition& each : (*wanted)->warnings) round.conditions.push_back(each);
            for (const std::string& note : memory.manifests->notes) round.complain("ExcludedResourceWarning", note);
            comparison = compare(round, **wanted, m_context.client, m_live, m_context.helpers).comparison;
            comparison.revision = commits->empty() ? "" : commits->front();
            comparison.sourceType = memory.manifests->type;
        }
    }
    if (comparison.revision.empty()) {
        comparison.sync = "Unknown";
        comparison.health = gitops::Health::Unknown;
        // What it has goes on being what it was.
        for (const auto& [id, object] : m_live.tracked(round.instance)) {
            const auto document = schema::parseDocument(object->json());
            if (!document || !document->is_object() || gitops::ignoresHealth(document->get_object())) continue;
            const gitops::Health health = gitops::healthOf(document->get_object()).health;
            comparison.health =
                comparison.health == gitops::Health::Unknown ? health : gitops::worse(comparison.health, health);
        }
    }
    gitops::writeComparison(round.status, comparison, round.spec(), round.now);
    beginOperation(round, comparison);
    if (auto carried = carryOn(round, project); !carried) return carried;
    gitops::writeConditions(round.status, round.conditions, round.now);
    return save(round);
}

void ApplicationController::beginOperation(Round& round, const gitops::Comparison& comparison) {
    // A new commit is a better try than another one of what has failed.
    if (Syncer::isBetweenTries(round) && !comparison.revision.empty() && round.sync.automated &&
        gitops::wordAt(round.status, "operationState", "syncResult", "revision") != comparison.revision)
        Syncer::abandon(round, "Failed", gitops::wordAt(round.status, "operationState", "message"));
    if (Syncer::isRunning(round)) return;
    const json::object* const asked = gitops::objectAt(round.document, "operation");
    if (asked == nullptr) {
        if (!comparison.revision.empty()) beginAutomated(round, comparison);
        return;
    }
    round.endsOperation = true;
    if (round.hasError() && comparison.revision.empty()) {
        Syncer::begin(round, *asked, {});
        Syncer::abandon(round, "Error", "the application cannot be synced; its conditions say why");
        return;
    }
    const gitops::Operation operation = gitops::readOperation(*asked);
    std::vector<std::string> revisions;
    if (!operation.revision.empty()) revisions.push_back(operation.revision);
    const auto commits = m_sources.resolve(
        {.application = round.application, .namespace_ = round.destination(), .revisions = revisions});
    Syncer::begin(round, *asked, commits ? *commits : std::vector<std::string>());
    if (!commits) Syncer::abandon(round, "Error", commits.error().message);
}

void ApplicationController::beginAutomated(Round& round, const gitops::Comparison& comparison) {
    const gitops::SyncSpec& sync = round.sync;
    if (!sync.automated || comparison.sync != "OutOfSync" || round.hasError()) return;
    const auto isWanted = [](const gitops::ResourceState& each) { return !each.requiresPruning; };
    const auto differs = [](const gitops::ResourceState& each) { return each.sync == "OutOfSync"; };
    const bool onlyPrunes = std::ranges::none_of(
        comparison.resources, [&](const gitops::ResourceState& each) { return differs(each) && isWanted(each); });
    if (onlyPrunes && !sync.prune) return;
    if (sync.prune && !sync.allowEmpty && std::ranges::none_of(comparison.resources, isWanted)) {
        round.complain("SyncError", std::format("Skipping sync attempt to {}: auto-sync will wipe out all resources",
                                                comparison.revision));
        return;
    }
    json::object request{{"revision", comparison.revision}};
    if (sync.prune) request["prune"] = true;
    if (!sync.optionWords.empty()) {
        json::array words;
        for (const std::string& word : sync.optionWords) words.emplace_back(word);
        request["syncOptions"] = std::move(words);
    }
    const json::object* const last = gitops::objectAt(round.status, "operationState");
    const json::object* const result = last == nullptr ? nullptr : gitops::objectAt(*last, "syncResult");
    const bool sameSources = result != nullptr && std::ranges::all_of(sync.sources, [&](const auto& each) {
                                 const json::value* const tried = result->if_contains(each.key());
                                 return tried != nullptr && *tried == each.value();
                             });
    if (sameSources && gitops::wordAt(*result, "revision") == comparison.revision) {
        if (gitops::wordAt(*last, "phase") != "Succeeded") {
            round.complain("SyncError", std::format("Failed last sync attempt to {}: {}", comparison.revision,
                                                    gitops::wordAt(*last, "message")));
            return;
        }
        if (!sync.selfHeal) return;
        constexpr milliseconds kHeal{5'000}, kLongest{180'000};
        const auto finished = schema::Time::parse(gitops::wordAt(*last, "finishedAt"));
        const auto since = finished
                               ? std::chrono::duration_cast<milliseconds>(m_context.clock.now() - finished->timePoint())
                               : kLongest;
        std::int64_t attempts = gitops::numberAt(*last, "operation", "sync", "autoHealAttemptsCount").value_or(0);
        if (since >= kLongest) attempts = 0;
        const auto pause = gitops::Retry{.duration = kHeal, .longest = kLongest}.pauseAfter(attempts);
        if (since < pause) {
            round.lookAgain(pause - since);
            return;
        }
        json::array selected;
        for (const gitops::ResourceState& each : comparison.resources)
            if (differs(each))
                selected.push_back(json::object{{"group", each.id.kind.group},
                                                {"kind", each.id.kind.name},
                                                {"namespace", each.id.namespace_},
                                                {"name", each.id.name}});
        request["resources"] = std::move(selected);
        request["autoHealAttemptsCount"] = attempts + 1;
    }
    json::object retry{{"limit", 5}};
    if (const json::value* const given = gitops::valueAt(round.spec(), "syncPolicy", "retry");
        given && given->is_object())
        retry = given->get_object();
    Syncer::begin(
        round,
        json::object{{"sync", std::move(request)}, {"initiatedBy", {{"automated", true}}}, {"retry", std::move(retry)}},
        round.memory.manifests->revisions);
}

Result<void> ApplicationController::carryOn(Round& round, const std::optional<json::object>& project) {
    if (!Syncer::isRunning(round)) return {};
    const json::object* const state = gitops::objectAt(round.status, "operationState");
    std::vector<std::string> commits;
    if (const json::value* const several = gitops::valueAt(*state, "syncResult", "revisions");
        several != nullptr && several->is_array()) {
        commits = gitops::textsAt(state->at("syncResult").as_object(), "revisions");
    } else {
        commits = {gitops::wordAt(*state, "syncResult", "revision")};
    }
    Memory& memory = round.memory;
    // What is synced may be another commit, or other sources, than what is compared.
    Round other{.object = round.object,
                .document = round.document,
                .instance = round.instance,
                .now = round.now,
                .application = round.application,
                .sync = round.sync,
                .memory = memory};
    if (const json::object* const result = gitops::objectAt(*state, "syncResult"))
        for (const char* field : {"source", "sources"})
            if (const json::value* const own = result->if_contains(field)) {
                other.sync.sources = {{field, *own}};
                json::object document = round.document;
                json::object& spec = document["spec"].as_object();
                spec.erase("source");
                spec.erase("sources");
                spec[field] = *own;
                other.application = gitops::readArgoCd(document);
                other.application.name = round.object->name();
            }
    const auto wanted = wantedAt(other, commits);
    if (!wanted) {
        Syncer::abandon(round, "Error", wanted.error().message);
        return {};
    }
    followKinds(round, **wanted);
    // It may be read again while it is carried out.
    const Wanted held = **wanted;
    Syncer syncer(round, held,
                  {.client = m_context.client,
                   .live = m_live,
                   .clock = m_context.clock,
                   .helpers = m_context.helpers,
                   .save = [&] { return save(round); },
                   .project = project ? &*project : nullptr});
    return syncer.advance();
}

Result<void> ApplicationController::cascade(Round& round) {
    const auto& finalizers = round.object->meta().finalizers;
    const auto finalizer = std::ranges::find_if(
        finalizers, [](const std::string& each) { return each.starts_with(gitops::kResourcesFinalizer); });
    if (finalizer == finalizers.end()) return {};
    followKinds(round, {});
    if (round.again) return {};
    bool left = false;
    for (const ObjectRef& each : surplusOf({}, round.instance, m_live)) {
        const auto document = schema::parseDocument(each->json());
        if (!document || !document->is_object()) continue;
        const json::object& object = document->get_object();
        const auto options = gitops::optionsOf(object, round.sync.options);
        const bool approved = !gitops::annotationOf(round.document, gitops::annotation::kApproved).empty();
        if (options.remove == gitops::Consent::No ||
            gitops::annotationOf(object, gitops::annotation::kHelmKeep) == "keep")
            continue;
        left = true;
        if (each->meta().deletionTimestamp || (options.remove == gitops::Consent::Confirm && !approved)) continue;
        const auto id = relations::idOf(*each);
        const auto slash = each->apiVersion().find('/');
        const Row row = m_live.rowOf(
            id.kind.group, slash == std::string::npos ? each->apiVersion() : each->apiVersion().substr(slash + 1),
            id.kind.name);
        if (!row) continue;
        const bool foreground = !finalizer->ends_with("/background");
        const auto removed = m_context.client.remove(
            {row.get(), id.namespace_, id.name, {}},
            {.propagationPolicy = foreground ? "Foreground" : "Background", .uid = each->uid()});
        if (!removed && !status::isNotFound(removed.error()) && !status::isConflict(removed.error()))
            return std::unexpected(removed.error());
    }
    if (left) {
        round.lookAgain(milliseconds(500));
        return {};
    }
    json::array rest;
    for (const std::string& each : finalizers)
        if (each != *finalizer) rest.emplace_back(each);
    std::string patch;
    schema::writeDocument(patch, json::object{{"metadata",
                                               {{"uid", round.object->uid()},
                                                {"resourceVersion", round.object->meta().resourceVersion},
                                                {"finalizers", std::move(rest)}}}});
    const Row row = applicationRow();
    if (!row) return {};
    const auto freed = m_context.client.patch({row.get(), round.object->namespace_(), round.object->name(), {}},
                                              client::PatchType::Merge, std::move(patch));
    if (!freed && !status::isNotFound(freed.error())) return std::unexpected(freed.error());
    return {};
}

Result<void> ApplicationController::save(Round& round) {
    const json::object* const known = gitops::objectAt(round.document, "status");
    json::object patch = gitops::mergePatchOf(known == nullptr ? emptyObject() : *known, round.status);
    const bool refreshed = !gitops::annotationOf(round.document, gitops::annotation::kRefresh).empty();
    if (patch.empty() && !refreshed && !round.endsOperation) return {};
    if (!patch.empty() || refreshed) patch["reconciledAt"] = round.status["reconciledAt"] = round.now;
    json::object whole{{"status", std::move(patch)}};
    json::object metadata{{"uid", round.object->uid()}};
    if (refreshed) metadata["annotations"] = json::object{{gitops::annotation::kRefresh, nullptr}};
    if (round.endsOperation) {
        // Another one may have come meanwhile.
        metadata["resourceVersion"] = round.object->meta().resourceVersion;
        whole["operation"] = nullptr;
    }
    whole["metadata"] = std::move(metadata);
    std::string text;
    schema::writeDocument(text, whole);
    const Row row = applicationRow();
    if (!row) return {};
    const auto written = m_context.client.patch({row.get(), round.object->namespace_(), round.object->name(), {}},
                                                client::PatchType::Merge, std::move(text));
    if (!written) {
        if (status::isNotFound(written.error())) return {};
        return std::unexpected(written.error());
    }
    round.object = *written;
    round.endsOperation = false;
    auto document = schema::parseDocument((*written)->json());
    if (document && document->is_object()) round.document = std::move(document->get_object());
    return {};
}

}  // namespace armillary::controllers
