#pragma once

#include <doctest/doctest.h>

#include "engine/schema/api/corev1.h"
#include "engine/schema/json_codec.h"
#include "engine/server/admission/admission.h"
#include "tests/unit/auth/fake_cache.h"

namespace armillary::test {

using server::AdmissionCall;
using server::Operation;
using server::User;

/// The whole chain of plugins over a cache that the test fills.
struct World {
    async::ManualClock clock;
    FakeCache cache;
    std::vector<std::unique_ptr<server::AdmissionPlugin>> plugins;
    User jane{.name = "jane", .groups = {"system:authenticated"}};
    User node{.name = "system:node:one", .groups = {"system:nodes", "system:authenticated"}};
    User master{.name = "root", .groups = {"system:masters"}};

    World() {
        loadBootstrapPolicy(cache);
        cache.putJson(
            "/namespaces",
            R"({"apiVersion":"v1","kind":"Namespace","metadata":{"name":"shop"},"status":{"phase":"Active"}})");
        cache.putJson("/serviceaccounts",
                      R"({"apiVersion":"v1","kind":"ServiceAccount","metadata":{"name":"default","namespace":"shop"},)"
                      R"("imagePullSecrets":[{"name":"pull"}]})");
        plugins = server::makeAdmission({.cache = cache, .clock = clock});
    }

    Result<void> run(AdmissionCall call) {
        for (auto& plugin : plugins)
            if (auto done = plugin->mutate(call); !done) return done;
        for (auto& plugin : plugins)
            if (auto done = plugin->validate(call); !done) return done;
        return {};
    }
    template <class T>
    Result<void> create(const User& user, T& object) {
        return run({.operation = Operation::Create,
                    .user = user,
                    .resource = resources::resourceOf<T>(),
                    .namespace_ = object.metadata.namespace_,
                    .name = object.metadata.name,
                    .object = &object});
    }
    template <class T>
    Result<void> update(const User& user, T& object, const T& old, std::string subresource = {}) {
        return run({.operation = Operation::Update,
                    .user = user,
                    .resource = resources::resourceOf<T>(),
                    .subresource = subresource,
                    .namespace_ = object.metadata.namespace_,
                    .name = object.metadata.name,
                    .object = &object,
                    .old = &old});
    }
    template <class T>
    Result<void> remove(const User& user, std::string namespace_, std::string name) {
        return run({.operation = Operation::Delete,
                    .user = user,
                    .resource = resources::resourceOf<T>(),
                    .namespace_ = namespace_,
                    .name = name});
    }
};

template <class T>
T parse(std::string_view json) {
    auto object = schema::fromJson<T>(json);
    REQUIRE(object);
    return std::move(*object);
}

inline std::string message(const Result<void>& result) {
    return result ? std::string() : result.error().message;
}

inline corev1::Pod pod(const std::string& spec = R"("containers":[{"name":"c","image":"i"}])",
                       const std::string& meta = R"("name":"web")") {
    return parse<corev1::Pod>(R"({"apiVersion":"v1","kind":"Pod","metadata":{"namespace":"shop",)" + meta +
                              R"(},"spec":{)" + spec + "}}");
}

}  // namespace armillary::test
