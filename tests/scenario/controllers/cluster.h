#pragma once

#include <doctest/doctest.h>

#include <algorithm>
#include <chrono>
#include <format>
#include <functional>
#include <map>
#include <set>
#include <thread>

#include "engine/client/local/local_client.h"
#include "engine/controllers/manager.h"
#include "engine/schema/api/appsv1.h"
#include "engine/schema/api/corev1.h"
#include "tests/scenario/controllers/forwarding_client.h"
#include "tests/scenario/controllers/tiny_kubelet.h"
#include "tests/support/api/api_harness.h"

namespace armillary::test {

inline corev1::Node node(const std::string& name) {
    corev1::Node made;
    made.metadata.name = name;
    return made;
}

/// The real API, all controllers under their own accounts, and the tiny kubelet with the node n1, on a clock that moves
/// only while a test waits and everybody is idle, and then straight to when somebody has something to do: how fast the
/// machine is makes no difference. A controller that may not do what it tries to do fails the test.
class Cluster {
public:
    using Wrap = std::function<std::unique_ptr<client::Client>(std::unique_ptr<client::Client>)>;

    /// `wrap` may put a client of its own between the controllers and the API.
    explicit Cluster(const Wrap& wrap = {}, const ApiHarnessOptions& options = {})
        : harness(options), m_frontProxy(options.frontProxy) {
        kubelet.add(node("n1"));
        start(wrap);
    }
    ~Cluster() {
        manager.reset();
        for (const std::string& message : refusals.messages()) FAIL_CHECK(message);
    }

    /// Starts the controllers; anew once `manager` has been reset.
    void start(const Wrap& wrap = {}) {
        const auto makeClient = [&](const controllers::Identity& who) -> std::unique_ptr<client::Client> {
            auto made = client::makeLocalClient(harness.api(), {.name = who.name, .uid = who.uid, .groups = who.groups},
                                                who.userAgent);
            if (wrap) made = wrap(std::move(made));
            return std::make_unique<GuardedClient>(std::move(made), refusals);
        };
        controllers::ManagerConfig config{makeClient, harness.clock(),  identifiers,
                                          authority,  harness.signer(), m_frontProxy};
        manager = controllers::Manager::create(config).value();
        // Informers have listed, but not all of them watch yet.
        settle({});
    }

    /// Lets everybody finish what there is to do; then, as long as `done` does not hold, lets time pass until somebody
    /// has something to do again. `done` is asked when all is quiet, so that what it finds stays true; `always` is
    /// called beside the work as well, for what must hold at every moment. False after an hour of the cluster's time.
    bool eventually(const std::function<bool()>& done, const std::function<void()>& always = {}) {
        const auto end = harness.clock().steady() + std::chrono::hours(1);
        for (;;) {
            if (!settle(always)) return false;
            if (done()) return true;
            // `done` may have changed something.
            if (!settle(always)) return false;
            const auto due = activity().due;
            if (!due || *due > end) return false;
            harness.clock().advance(*due - harness.clock().steady());
        }
    }
    /// Lets so much time pass.
    void letPass(std::chrono::nanoseconds time) {
        const auto end = harness.clock().steady() + time;
        while (settle({}) && harness.clock().steady() < end) {
            const auto due = activity().due;
            harness.clock().advance(std::min(due.value_or(end), end) - harness.clock().steady());
        }
    }

    template <schema::ApiStruct T>
    std::vector<T> all(const std::string& namespace_, const std::string& selector = {}) {
        std::vector<T> values;
        const auto listed = client->list(client::target<T>(namespace_), {.labelSelector = selector}).value();
        for (const ObjectRef& object : listed.items) values.push_back(object->template as<T>());
        return values;
    }
    template <schema::ApiStruct T>
    std::optional<T> find(const std::string& namespace_, const std::string& name) {
        const auto found = client::get<T>(*client, namespace_, name);
        if (!found) return std::nullopt;
        return (*found)->template as<T>();
    }
    Result<ObjectRef> patch(const client::Target& target, std::string patch) {
        return client->patch(target, client::PatchType::StrategicMerge, std::move(patch));
    }

    ApiHarness harness;
    async::Identifiers identifiers{5};
    pki::CertificateAuthority authority = pki::CertificateAuthority::create("test", async::realClock()).value();
    std::unique_ptr<client::Client> client = client::makeLocalClient(harness.api(), ApiHarness::admin());
    Refusals refusals;  ///< of controllers
    std::unique_ptr<controllers::Manager> manager;
    TinyKubelet kubelet{harness};

private:
    /// Whoever does not come to rest within this hangs, or works without end.
    static constexpr auto kLongestWork = std::chrono::seconds(120);

    async::Activity activity() {
        async::Activity all = harness.clock().activity();
        if (manager) all += manager->activity();
        return all += kubelet.activity();
    }

    bool settle(const std::function<void()>& always) {
        const auto limit = std::chrono::steady_clock::now() + kLongestWork;
        for (async::Activity before = activity();;) {
            if (always) always();
            const async::Activity now = activity();
            if (async::isQuiet(before, now)) return true;
            if (std::chrono::steady_clock::now() > limit) {
                FAIL_CHECK("the cluster does not come to rest");
                return false;
            }
            before = now;
            std::this_thread::sleep_for(std::chrono::microseconds(200));
        }
    }

    const pki::Credential m_frontProxy;
};

inline appsv1::Deployment deployment(const std::string& name, std::int32_t replicas,
                                     const std::string& image = "example.test/web:1") {
    appsv1::Deployment made;
    made.metadata.name = name;
    made.metadata.namespace_ = "default";
    made.spec.replicas = replicas;
    made.spec.selector.ensure().matchLabels["app"] = name;
    made.spec.template_.metadata.labels["app"] = name;
    auto& container = made.spec.template_.spec.containers.emplace_back();
    container.name = "web";
    container.image = image;
    return made;
}

}  // namespace armillary::test
