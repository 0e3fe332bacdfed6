#include "app/offline/bring_up.h"

#include <algorithm>
#include <condition_variable>
#include <format>
#include <functional>
#include <mutex>

#include "app/offline/sample_documents.h"
#include "engine/client/informer.h"
#include "engine/schema/api/apiextensionsv1.h"
#include "engine/schema/api/appsv1.h"
#include "engine/schema/api/corev1.h"
#include "engine/schema/object.h"

namespace armillary::app {

namespace {

using Outcome = std::expected<void, std::string>;

/// What cannot come to rest (no room on the nodes) is left as it is.
constexpr auto kLongestRest = std::chrono::seconds(30);
constexpr auto kLongestWait = std::chrono::seconds(60);

Outcome outcomeOf(const Result<ObjectRef>& result, std::string_view what) {
    if (result) return {};
    return std::unexpected(std::format("cannot create {} of the sample: {}", what, result.error().message));
}

/// Creates a document of a kind that is built in.
Outcome create(client::Client& client, const std::string& json) {
    const auto object = Object::parse(json);
    if (!object) return std::unexpected("a document of the sample is broken: " + object.error().text());
    const std::string& apiVersion = (*object)->apiVersion();
    const auto slash = apiVersion.find('/');
    const std::string group = slash == std::string::npos ? "" : apiVersion.substr(0, slash);
    const std::string version = slash == std::string::npos ? apiVersion : apiVersion.substr(slash + 1);
    const auto* resource = resources::Table::builtIn().findKind(group, version, (*object)->kind());
    if (!resource) return std::unexpected("the sample has an unknown kind: " + (*object)->kind());
    return outcomeOf(client.create({resource, (*object)->namespace_()}, json),
                     (*object)->kind() + " " + (*object)->key());
}

/// Waits for facts about a few kinds of objects; looks again whenever one of them has changed.
class Lookout {
public:
    explicit Lookout(client::Client& client)
        : m_informers(client::Informers::create(client)),
          accounts(watch<corev1::ServiceAccount>()),
          nodes(watch<corev1::Node>()),
          deployments(watch<appsv1::Deployment>()),
          pods(watch<corev1::Pod>()),
          definitions(watch<apiextensionsv1::CustomResourceDefinition>()) {
        m_informers->start();
    }
    ~Lookout() { m_informers->stop(); }

    bool waitFor(const std::function<bool()>& fact, std::chrono::seconds limit) {
        if (!m_informers->waitForSync(limit)) return false;
        const auto end = std::chrono::steady_clock::now() + limit;
        std::unique_lock lock(m_mutex);
        for (;;) {
            const std::uint64_t seen = m_changes;
            lock.unlock();
            if (fact()) return true;
            lock.lock();
            if (!m_changed.wait_until(lock, end, [&] { return m_changes != seen; })) return false;
        }
    }

private:
    template <schema::ApiStruct T>
    client::Informer& watch() {
        auto& informer = client::informer<T>(*m_informers);
        informer.addHandler([this](const ObjectRef&, const ObjectRef&) {
            const std::lock_guard lock(m_mutex);
            ++m_changes;
            m_changed.notify_all();
        });
        return informer;
    }

    std::mutex m_mutex;
    std::condition_variable m_changed;
    std::uint64_t m_changes = 0;
    std::unique_ptr<client::Informers> m_informers;

public:
    client::Informer &accounts, &nodes, &deployments, &pods, &definitions;
};

bool everyoneHasAccounts(const Lookout& sees) {
    return std::ranges::all_of(kSampleNamespaces, [&](const std::string& namespace_) {
        return sees.accounts.get(namespace_, "default") != nullptr;
    });
}

/// So that pods get addresses of their nodes' ranges, and no taint keeps the first ones away.
bool nodesAreReady(const Lookout& sees, int count) {
    const std::vector<ObjectRef> nodes = sees.nodes.list();
    return nodes.size() >= static_cast<std::size_t>(count) && std::ranges::all_of(nodes, [](const ObjectRef& object) {
               const auto& node = object->as<corev1::Node>();
               return !node.spec.podCIDR.empty() && node.spec.taints.empty();
           });
}

bool isServed(const Lookout& sees, const resources::Resource& resource) {
    const ObjectRef definition = sees.definitions.get({}, resource.plural + "." + resource.group);
    return definition &&
           std::ranges::any_of(
               definition->as<apiextensionsv1::CustomResourceDefinition>().status.conditions,
               [](const auto& each) { return each.type == "Established" && each.status == corev1::kConditionTrue; });
}

/// Whether `broken` pods of the workload's newest revision do not run, and all others do.
bool hasSettled(const Lookout& sees, const SampleWorkload& workload, int broken) {
    const ObjectRef object = sees.deployments.get(workload.namespace_, workload.name);
    if (!object) return false;
    const auto& deployment = object->as<appsv1::Deployment>();
    return deployment.status.observedGeneration == object->meta().generation &&
           deployment.status.replicas == workload.replicas &&
           deployment.status.updatedReplicas == (broken > 0 ? broken : workload.replicas) &&
           deployment.status.readyReplicas == workload.replicas - broken;
}

/// A pod that waits says why, as far as it will.
bool saysWhy(const corev1::Pod& pod) {
    for (const auto& status : pod.status.containerStatuses) {
        if (status.ready || status.state.terminated) return true;
        if (status.state.waiting && status.state.waiting->reason != "ContainerCreating") return true;
    }
    return std::ranges::any_of(pod.status.conditions, [](const corev1::PodCondition& condition) {
        return condition.type == corev1::kPodScheduled && condition.status == corev1::kConditionFalse;
    });
}

bool podsHaveSettled(const Lookout& sees) {
    return std::ranges::all_of(sees.pods.list(), [](const ObjectRef& pod) {
        return !pod->meta().deletionTimestamp && saysWhy(pod->as<corev1::Pod>());
    });
}

}  // namespace

Outcome createNamespaces(client::Client& client) {
    for (const std::string& name : kSampleNamespaces) {
        corev1::Namespace made;
        made.metadata.name = name;
        if (auto done = outcomeOf(client::create(client, std::move(made)), "namespace " + name); !done) return done;
    }
    return {};
}

Outcome bringUp(client::Client& client, const OfflineOptions& options, const std::vector<SampleWorkload>& workloads) {
    Lookout sees(client);
    if (auto done = createNamespaces(client); !done) return done;
    if (!sees.waitFor([&] { return everyoneHasAccounts(sees) && nodesAreReady(sees, options.nodes); }, kLongestWait))
        return std::unexpected("the sample's nodes and accounts are not ready after a minute");
    for (const SampleWorkload& workload : workloads)
        if (auto done = outcomeOf(client::create(client, sampleDeployment(workload)), "deployment " + workload.name);
            !done)
            return done;
    for (const std::string& document : sampleDocuments(options.lively))
        if (auto done = create(client, document); !done) return done;
    const SampleCustomObjects custom = sampleCustomObjects();
    if (!sees.waitFor([&] { return isServed(sees, custom.resource); }, kLongestWait))
        return std::unexpected("the sample's own kind is not served after a minute");
    for (const std::string& document : custom.documents)
        if (auto done = outcomeOf(client.create({&custom.resource, custom.namespace_}, document), custom.resource.kind);
            !done)
            return done;

    if (options.nodes == 0) return {};
    const auto settled = [&](bool broken) {
        return std::ranges::all_of(workloads, [&](const SampleWorkload& workload) {
            return hasSettled(sees, workload, broken ? workload.broken() : 0);
        });
    };
    (void)sees.waitFor([&] { return settled(false); }, kLongestRest);
    for (const SampleWorkload& workload : workloads) {
        if (workload.mistake == Mistake::None) continue;
        const auto where = client::target<appsv1::Deployment>(workload.namespace_, workload.name);
        if (auto done = outcomeOf(client.patch(where, client::PatchType::StrategicMerge, mistakePatch(workload)),
                                  "a change of " + workload.name);
            !done)
            return done;
    }
    (void)sees.waitFor([&] { return settled(true) && podsHaveSettled(sees); }, kLongestRest);
    return {};
}

}  // namespace armillary::app
