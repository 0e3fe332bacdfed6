#include "engine/server/authn.h"

#include <doctest/doctest.h>

#include "engine/pki/secrets.h"
#include "engine/schema/api/corev1.h"
#include "engine/server/authz.h"
#include "tests/unit/auth/fake_cache.h"

using namespace armillary;
using namespace std::chrono_literals;
using server::Request;
using server::User;

namespace {

constexpr std::string_view kIssuer = "https://kubernetes.default.svc.cluster.local";

struct World {
    async::ManualClock clock;
    test::FakeCache cache;
    std::unique_ptr<pki::TokenSigner> signer =
        pki::TokenSigner::create(pki::TokenSigner::newKey().value(), std::string(kIssuer)).value();
    std::unique_ptr<server::Authenticator> authenticator = server::makeAuthenticator(cache, *signer, clock);

    World() {
        cache.putJson("/serviceaccounts", R"({"apiVersion":"v1","kind":"ServiceAccount","metadata":{"name":"web",)"
                                          R"("namespace":"shop","uid":"account-1"}})");
        cache.putJson("/pods",
                      R"({"apiVersion":"v1","kind":"Pod","metadata":{"name":"web-1","namespace":"shop","uid":"pod-1"},)"
                      R"("spec":{"serviceAccountName":"web","nodeName":"one","containers":[]}})");
    }

    std::int64_t now() const {
        return std::chrono::floor<std::chrono::seconds>(clock.now().time_since_epoch()).count();
    }

    pki::TokenClaims claims() const {
        pki::TokenClaims claims;
        claims.subject = "system:serviceaccount:shop:web";
        claims.audiences = {std::string(kIssuer)};
        claims.notBefore = claims.issuedAt = now();
        claims.expiresAt = now() + 600;
        claims.namespace_ = "shop";
        claims.serviceAccountName = "web";
        claims.serviceAccountUid = "account-1";
        claims.podName = "web-1";
        claims.podUid = "pod-1";
        claims.nodeName = "one";
        claims.nodeUid = "node-1";
        return claims;
    }

    Result<User> bearer(const std::string& token) {
        Request request;
        request.headers = {{"authorization", "Bearer " + token}};
        return authenticator->authenticate(request);
    }

    void putBootstrap(std::map<std::string, std::string> extra = {}) {
        corev1::Secret secret;
        secret.apiVersion = "v1";
        secret.kind = "Secret";
        secret.metadata.name = "bootstrap-token-abcdef";
        secret.metadata.namespace_ = "kube-system";
        secret.type = "bootstrap.kubernetes.io/token";
        secret.data["token-id"].data = "abcdef";
        secret.data["token-secret"].data = "0123456789abcdef";
        secret.data["usage-bootstrap-authentication"].data = "true";
        for (auto& [key, value] : extra) secret.data[key].data = value;
        cache.put("/secrets", secret);
    }
};

constexpr const char* kBootstrap = "abcdef.0123456789abcdef";

}  // namespace

TEST_CASE("a client certificate names its user and groups") {
    World world;
    Request request;
    request.peer = server::PeerCertificate{"system:node:one", {"system:nodes"}};
    auto user = world.authenticator->authenticate(request);
    REQUIRE(user);
    CHECK(user->name == "system:node:one");
    CHECK(user->groups == std::vector<std::string>{"system:nodes", "system:authenticated"});
    CHECK(server::nodeNameOf(*user) == "one");
}

TEST_CASE("a user's extra names the credential that he came with") {
    World world;
    Request request;
    request.peer = server::PeerCertificate{"jane", {}, "ab01"};
    const auto jane = world.authenticator->authenticate(request);
    REQUIRE(jane);
    using Extra = std::vector<std::pair<std::string, std::vector<std::string>>>;
    CHECK(jane->extra == Extra{{"authentication.kubernetes.io/credential-id", {"X509SHA256=ab01"}}});
    const std::string token = world.signer->sign(world.claims());
    const auto account = world.bearer(token);
    REQUIRE(account);
    const std::string id = world.signer->verify(token, world.clock)->id;
    CHECK(account->extra == Extra{{"authentication.kubernetes.io/credential-id", {"JTI=" + id}},
                                  {"authentication.kubernetes.io/node-name", {"one"}},
                                  {"authentication.kubernetes.io/node-uid", {"node-1"}},
                                  {"authentication.kubernetes.io/pod-name", {"web-1"}},
                                  {"authentication.kubernetes.io/pod-uid", {"pod-1"}}});
}

TEST_CASE("a certificate that does not hold is no credential, and a token beside it is") {
    World world;
    world.putBootstrap();
    Request request;
    request.peerRejected = true;
    CHECK(world.authenticator->authenticate(request).error().code == 401);
    request.headers = {{"authorization", std::string("Bearer ") + kBootstrap}};
    const auto user = world.authenticator->authenticate(request);
    REQUIRE(user);
    CHECK(user->name == "system:bootstrap:abcdef");
}

TEST_CASE("without credentials the user is anonymous") {
    World world;
    for (std::string header : {"", "Basic dTpw", "Bearer", "Bearer  "}) {
        Request request;
        if (!header.empty()) request.headers = {{"authorization", header}};
        auto user = world.authenticator->authenticate(request);
        REQUIRE(user);
        CHECK(user->name == "system:anonymous");
        CHECK(user->groups == std::vector<std::string>{"system:unauthenticated"});
    }
}

TEST_CASE("a browser's token comes among the subprotocols of its WebSocket") {
    World world;
    world.putBootstrap({});
    const auto nameOf = [&](const std::string& protocols, const std::string& upgrade = "WebSocket") {
        Request request;
        request.headers = {{"upgrade", upgrade}, {"sec-websocket-protocol", protocols}};
        auto user = world.authenticator->authenticate(request);
        return user ? user->name : user.error().message;
    };
    const std::string token = "base64url.bearer.authorization.k8s.io." + pki::encodeBase64Url(kBootstrap);
    CHECK(nameOf(token + ", v4.channel.k8s.io") == "system:bootstrap:abcdef");
    CHECK(nameOf("v4.channel.k8s.io," + token) == "system:bootstrap:abcdef");
    CHECK(nameOf("v4.channel.k8s.io") == "system:anonymous");
    // Nothing would be left to choose; and what is meant must be plain.
    CHECK(nameOf(token) == "Unauthorized");
    CHECK(nameOf(token + "," + token + ",v4.channel.k8s.io") == "Unauthorized");
    CHECK(nameOf("base64url.bearer.authorization.k8s.io.=,v4.channel.k8s.io") == "Unauthorized");
    CHECK(nameOf(token + ",v4.channel.k8s.io", "spdy/3.1") == "system:anonymous");
    CHECK(nameOf("base64url.bearer.authorization.k8s.io." + pki::encodeBase64Url("x") + ",y") == "Unauthorized");
}

TEST_CASE("a WebSocket's protocols may come in several lines") {
    World world;
    world.putBootstrap({});
    Request request;
    request.headers = {
        {"upgrade", "websocket"},
        {"sec-websocket-protocol", "v4.channel.k8s.io"},
        {"sec-websocket-protocol", "base64url.bearer.authorization.k8s.io." + pki::encodeBase64Url(kBootstrap)}};
    const auto user = world.authenticator->authenticate(request);
    REQUIRE(user);
    CHECK(user->name == "system:bootstrap:abcdef");
}

TEST_CASE("of a node it is known from where it connects, of others not") {
    World world;
    const auto extraOf = [&](const std::string& name, std::vector<std::string> groups, const std::string& remote) {
        Request request;
        request.peer = server::PeerCertificate{name, std::move(groups)};
        request.remoteAddress = remote;
        // No header has a say in it.
        request.headers = {{"x-forwarded-for", "203.0.113.9"}, {"x-remote-extra-armillary.dev%2fremote-address", "x"}};
        const auto user = world.authenticator->authenticate(request);
        REQUIRE(user);
        for (const auto& [key, values] : user->extra)
            if (key == "armillary.dev/remote-address") return values;
        return std::vector<std::string>();
    };
    using Values = std::vector<std::string>;
    CHECK(extraOf("system:node:n1", {"system:nodes"}, "198.51.100.7") == Values{"198.51.100.7"});
    CHECK(extraOf("system:node:n1", {"system:nodes"}, "::ffff:198.51.100.7") == Values{"198.51.100.7"});
    CHECK(extraOf("system:node:n1", {"system:nodes"}, "") == Values{});
    CHECK(extraOf("system:node:n1", {}, "198.51.100.7") == Values{});
    CHECK(extraOf("jane", {"system:nodes"}, "198.51.100.7") == Values{});
}

TEST_CASE("a credential that does not hold gives 401") {
    World world;
    for (std::string token : {"x", "abcdef.0123456789abcdef", "a.b.c"}) {
        auto user = world.bearer(token);
        REQUIRE_FALSE(user);
        CHECK(user.error().code == 401);
        CHECK(user.error().reason == "Unauthorized");
        CHECK(user.error().message == "Unauthorized");
    }
}

TEST_CASE("a bootstrap token authenticates while its secret says so") {
    World world;
    world.putBootstrap({{"auth-extra-groups", "system:bootstrappers:workers,system:bootstrappers:zone-a"}});
    auto user = world.bearer(kBootstrap);
    REQUIRE(user);
    CHECK(user->name == "system:bootstrap:abcdef");
    CHECK(user->groups == std::vector<std::string>{"system:bootstrappers", "system:bootstrappers:workers",
                                                   "system:bootstrappers:zone-a", "system:authenticated"});
    CHECK_FALSE(world.bearer("abcdef.0123456789abcdeg"));
    CHECK_FALSE(world.bearer("abcdeg.0123456789abcdef"));

    SUBCASE("not for another use") {
        world.putBootstrap({{"usage-bootstrap-authentication", "false"}});
        CHECK_FALSE(world.bearer(kBootstrap));
    }
    SUBCASE("not with groups outside its own") {
        world.putBootstrap({{"auth-extra-groups", "system:masters"}});
        CHECK_FALSE(world.bearer(kBootstrap));
        world.putBootstrap({{"auth-extra-groups", "system:bootstrappers:"}});
        CHECK_FALSE(world.bearer(kBootstrap));
    }
    SUBCASE("until it expires") {
        world.putBootstrap({{"expiration", "2026-01-01T01:00:00Z"}});
        CHECK(world.bearer(kBootstrap));
        world.clock.advance(2h);
        CHECK_FALSE(world.bearer(kBootstrap));
    }
    SUBCASE("not with an expiration that cannot be read") {
        world.putBootstrap({{"expiration", "tomorrow"}});
        CHECK_FALSE(world.bearer(kBootstrap));
    }
    SUBCASE("not once the secret is gone") {
        world.cache.remove("/secrets", "kube-system", "bootstrap-token-abcdef");
        CHECK_FALSE(world.bearer(kBootstrap));
    }
}

TEST_CASE("a service-account token authenticates while its account and pod exist") {
    World world;
    std::string token = world.signer->sign(world.claims());
    auto user = world.bearer(token);
    REQUIRE(user);
    CHECK(user->name == "system:serviceaccount:shop:web");
    CHECK(user->uid == "account-1");
    CHECK(user->groups ==
          std::vector<std::string>{"system:serviceaccounts", "system:serviceaccounts:shop", "system:authenticated"});
    auto extra = [&](std::string_view key) {
        for (const auto& [name, values] : user->extra)
            if (name == key) return values.at(0);
        return std::string();
    };
    CHECK(extra("authentication.kubernetes.io/pod-name") == "web-1");
    CHECK(extra("authentication.kubernetes.io/pod-uid") == "pod-1");
    CHECK(extra("authentication.kubernetes.io/node-name") == "one");
    CHECK(extra("authentication.kubernetes.io/credential-id").starts_with("JTI="));

    SUBCASE("until it expires, remembered or not") {
        world.clock.advance(601s);
        CHECK_FALSE(world.bearer(token));
    }
    SUBCASE("until the pod is gone") {
        world.cache.remove("/pods", "shop", "web-1");
        CHECK_FALSE(world.bearer(token));
    }
    SUBCASE("not for an account of the same name that came after it") {
        world.cache.putJson("/serviceaccounts",
                            R"({"apiVersion":"v1","kind":"ServiceAccount","metadata":{"name":"web",)"
                            R"("namespace":"shop","uid":"account-2"}})");
        CHECK_FALSE(world.bearer(token));
    }
    SUBCASE("only for its audiences") {
        CHECK_FALSE(world.authenticator->authenticateToken(token, {"vault"}));
        CHECK(world.authenticator->authenticateToken(token, {"vault", std::string(kIssuer)}));
        auto claims = world.claims();
        claims.audiences = {"vault"};
        std::string other = world.signer->sign(claims);
        CHECK_FALSE(world.bearer(other));
        CHECK(world.authenticator->authenticateToken(other, {"vault"}));
    }
    SUBCASE("a subject that is not the account's is refused") {
        auto claims = world.claims();
        claims.subject = "system:serviceaccount:kube-system:admin";
        CHECK_FALSE(world.bearer(world.signer->sign(claims)));
    }
}

TEST_CASE("impersonation needs the right to it") {
    World world;
    test::loadBootstrapPolicy(world.cache);
    auto authorizer = server::makeAuthorizer(world.cache);
    User master{.name = "root", .groups = {"system:masters", "system:authenticated"}};
    User plain{.name = "plain", .groups = {"system:authenticated"}};
    Request request;
    CHECK(server::impersonated(request, plain, *authorizer)->name == "plain");

    request.headers = {{"impersonate-group", "g"}};
    CHECK(server::impersonated(request, master, *authorizer).error().code == 500);
    request.headers = {
        {"impersonate-user", "jane"}, {"impersonate-group", "dev"}, {"impersonate-extra-example.com%2fscope", "a"}};
    auto refused = server::impersonated(request, plain, *authorizer);
    REQUIRE_FALSE(refused);
    CHECK(refused.error().message ==
          "users \"jane\" is forbidden: User \"plain\" cannot impersonate resource \"users\" in API group \"\" at the "
          "cluster scope");
    auto jane = server::impersonated(request, master, *authorizer);
    REQUIRE(jane);
    CHECK(jane->name == "jane");
    CHECK(jane->groups == std::vector<std::string>{"dev", "system:authenticated"});
    REQUIRE(jane->extra.size() == 1);
    CHECK(jane->extra[0].first == "example.com/scope");

    request.headers = {{"impersonate-user", "system:serviceaccount:shop:web"}};
    CHECK(server::impersonated(request, master, *authorizer)->groups ==
          std::vector<std::string>{"system:serviceaccounts", "system:serviceaccounts:shop", "system:authenticated"});
}
