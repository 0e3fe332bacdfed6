#include "engine/server/reviews.h"

#include <doctest/doctest.h>

#include "engine/schema/api/authorizationv1.h"
#include "tests/unit/auth/fake_cache.h"

using namespace armillary;
using server::User;

namespace {

struct World {
    async::ManualClock clock;
    test::FakeCache cache;
    std::unique_ptr<pki::TokenSigner> signer =
        pki::TokenSigner::create(pki::TokenSigner::newKey().value(), "issuer").value();
    std::unique_ptr<server::Authenticator> authenticator = server::makeAuthenticator(cache, *signer, clock);
    std::unique_ptr<server::Authorizer> authorizer;
    User jane{.name = "jane", .groups = {"system:authenticated"}};

    World() {
        test::loadBootstrapPolicy(cache);
        authorizer = server::makeAuthorizer(cache);
        cache.putJson(
            "/serviceaccounts",
            R"({"apiVersion":"v1","kind":"ServiceAccount","metadata":{"name":"web","namespace":"shop","uid":"a-1"}})");
        cache.putJson("/nodes", R"({"apiVersion":"v1","kind":"Node","metadata":{"name":"one","uid":"n-1"}})");
        cache.putJson("/pods",
                      R"({"apiVersion":"v1","kind":"Pod","metadata":{"name":"web-1","namespace":"shop","uid":"p-1"},)"
                      R"("spec":{"nodeName":"one","serviceAccountName":"web","containers":[]}})");
    }
    server::ReviewContext context() { return {*authenticator, *authorizer, *signer, cache, clock}; }
    template <class T>
    Result<void> review(const char* kind, T& object, const User& user, std::string namespace_ = {}) {
        resources::Resource row;
        row.kind = kind;
        return server::review(context(), user, row, namespace_, &object);
    }
    std::int64_t now() const {
        return std::chrono::floor<std::chrono::seconds>(clock.now().time_since_epoch()).count();
    }
};

}  // namespace

TEST_CASE("a token request gives a token that authenticates") {
    World world;
    authenticationv1::TokenRequest request;
    auto& bound = request.spec.boundObjectRef.ensure();
    bound = {"Pod", "v1", "web-1", "p-1"};
    REQUIRE(server::requestToken(world.context(), "shop", "web", request));
    CHECK(request.spec.audiences == std::vector<std::string>{"issuer"});
    CHECK(request.spec.expirationSeconds == 3600);
    CHECK(request.status.expirationTimestamp.seconds == world.now() + 3600);
    auto claims = world.signer->verify(request.status.token, world.clock);
    REQUIRE(claims);
    CHECK(claims->nodeName == "one");
    CHECK(claims->nodeUid == "n-1");

    authenticationv1::TokenReview review;
    review.spec.token = request.status.token;
    REQUIRE(world.review("TokenReview", review, world.jane));
    CHECK(review.status.authenticated);
    CHECK(review.status.user.username == "system:serviceaccount:shop:web");
    CHECK(review.status.audiences == std::vector<std::string>{"issuer"});

    review.spec.audiences = {"vault"};
    REQUIRE(world.review("TokenReview", review, world.jane));
    CHECK_FALSE(review.status.authenticated);
    CHECK_FALSE(review.status.error.empty());
}

TEST_CASE("the token of the account volume outlives its expiration, for old clients") {
    World world;
    authenticationv1::TokenRequest request;
    request.spec.expirationSeconds = 3607;
    REQUIRE(server::requestToken(world.context(), "shop", "web", request));
    CHECK(request.status.expirationTimestamp.seconds == world.now() + 3607);
    CHECK(world.signer->verify(request.status.token, world.clock)->expiresAt == world.now() + 365 * 24 * 3600);
}

TEST_CASE("a token request that cannot be met says why") {
    World world;
    authenticationv1::TokenRequest request;
    CHECK(server::requestToken(world.context(), "shop", "nobody", request).error().message ==
          "serviceaccounts \"nobody\" not found");
    request.spec.expirationSeconds = 5;
    auto refused = server::requestToken(world.context(), "shop", "web", request);
    CHECK(refused.error().code == 422);
    CHECK(refused.error().message.find("may not specify a duration less than 10 minutes") != std::string::npos);
    request.spec.expirationSeconds.reset();
    request.spec.boundObjectRef.ensure() = {"Pod", "v1", "web-1", "p-0"};
    CHECK(server::requestToken(world.context(), "shop", "web", request).error().code == 409);
    request.spec.boundObjectRef.ensure() = {"ConfigMap", "v1", "x", ""};
    CHECK(server::requestToken(world.context(), "shop", "web", request).error().code == 400);
}

TEST_CASE("access reviews answer for oneself and for others") {
    World world;
    authorizationv1::SelfSubjectAccessReview self;
    CHECK(world.review("SelfSubjectAccessReview", self, world.jane).error().code == 422);
    auto& wanted = self.spec.resourceAttributes.ensure();
    wanted.verb = "list";
    wanted.resource = "pods";
    wanted.namespace_ = "shop";
    REQUIRE(world.review("SelfSubjectAccessReview", self, world.jane));
    CHECK_FALSE(self.status.allowed);
    REQUIRE(world.review("SelfSubjectAccessReview", self, User{.name = "root", .groups = {"system:masters"}}));
    CHECK(self.status.allowed);

    authorizationv1::SubjectAccessReview other;
    other.spec.nonResourceAttributes.ensure() = {"/version", "get"};
    CHECK(world.review("SubjectAccessReview", other, world.jane).error().code == 422);
    other.spec.groups = {"system:unauthenticated"};
    REQUIRE(world.review("SubjectAccessReview", other, world.jane));
    CHECK(other.status.allowed);

    authorizationv1::LocalSubjectAccessReview local;
    local.spec.user = "jane";
    local.spec.resourceAttributes.ensure().namespace_ = "other";
    CHECK(world.review("LocalSubjectAccessReview", local, world.jane, "shop").error().code == 400);
}

TEST_CASE("a user learns who he is and what he may do") {
    World world;
    authenticationv1::SelfSubjectReview who;
    REQUIRE(world.review("SelfSubjectReview", who, world.jane));
    CHECK(who.status.userInfo.username == "jane");
    authorizationv1::SelfSubjectRulesReview rules;
    CHECK(world.review("SelfSubjectRulesReview", rules, world.jane).error().message == "no namespace on request");
    rules.spec.namespace_ = "shop";
    REQUIRE(world.review("SelfSubjectRulesReview", rules, world.jane));
    CHECK(rules.status.resourceRules.size() == 2);
    CHECK(rules.status.nonResourceRules.size() == 2);
}
