#include "engine/pki/token.h"

#include <doctest/doctest.h>

#include "engine/pki/secrets.h"

using namespace armillary;
using namespace std::chrono_literals;

namespace {

std::unique_ptr<pki::TokenSigner> signer(std::string issuer = "https://kubernetes.default.svc.cluster.local") {
    auto key = pki::TokenSigner::newKey();
    REQUIRE(key);
    auto made = pki::TokenSigner::create(*key, std::move(issuer));
    REQUIRE(made);
    return std::move(*made);
}

std::int64_t seconds(async::Clock& clock) {
    return std::chrono::floor<std::chrono::seconds>(clock.now().time_since_epoch()).count();
}

pki::TokenClaims claims(async::Clock& clock) {
    pki::TokenClaims result;
    result.subject = "system:serviceaccount:default:web";
    result.audiences = {"api"};
    result.issuedAt = result.notBefore = seconds(clock);
    result.expiresAt = seconds(clock) + 600;
    result.namespace_ = "default";
    result.serviceAccountName = "web";
    result.serviceAccountUid = "uid-1";
    result.podName = "web-1";
    result.podUid = "uid-2";
    result.nodeName = "node-1";
    return result;
}

}  // namespace

TEST_CASE("a token comes back as it was signed") {
    async::ManualClock clock;
    auto tokens = signer();
    std::string token = tokens->sign(claims(clock));
    auto read = tokens->verify(token, clock);
    REQUIRE(read);
    CHECK(read->issuer == tokens->issuer());
    CHECK(read->subject == "system:serviceaccount:default:web");
    CHECK(read->audiences == std::vector<std::string>{"api"});
    CHECK(read->id.size() == 36);
    CHECK(read->namespace_ == "default");
    CHECK(read->serviceAccountUid == "uid-1");
    CHECK(read->podName == "web-1");
    CHECK(read->podUid == "uid-2");
    CHECK(read->nodeName == "node-1");
    CHECK(read->secretName.empty());
    CHECK(read->expiresAt == seconds(clock) + 600);
}

TEST_CASE("a token holds between its times only") {
    async::ManualClock clock;
    auto tokens = signer();
    auto wanted = claims(clock);
    wanted.notBefore += 10;
    std::string token = tokens->sign(wanted);
    CHECK_FALSE(tokens->verify(token, clock));
    clock.advance(10s);
    CHECK(tokens->verify(token, clock));
    clock.advance(589s);
    CHECK(tokens->verify(token, clock));
    clock.advance(1s);
    CHECK_FALSE(tokens->verify(token, clock));
}

TEST_CASE("a token of another key or issuer, or a changed one, is refused") {
    async::ManualClock clock;
    auto tokens = signer();
    std::string token = tokens->sign(claims(clock));
    CHECK_FALSE(signer()->verify(token, clock));
    for (std::size_t at : {std::size_t(3), token.size() / 2, token.size() - 4}) {
        std::string changed = token;
        changed[at] = changed[at] == 'A' ? 'B' : 'A';
        CHECK_FALSE(tokens->verify(changed, clock));
    }
    for (std::string_view bad : {"", ".", "..", "a.b", "a.b.c.d", "e30.e30.e30"})
        CHECK_FALSE(tokens->verify(bad, clock));
    CHECK_FALSE(tokens->verify(std::string(20'000, 'A'), clock));
}

TEST_CASE("a token without a signature is refused, whatever its header says") {
    async::ManualClock clock;
    auto tokens = signer();
    std::string token = tokens->sign(claims(clock));
    std::string payload = token.substr(token.find('.'), token.rfind('.') - token.find('.'));
    for (std::string_view header : {R"({"alg":"none"})", R"({"alg":"HS256"})", R"({"alg":"ES256"})"}) {
        CHECK_FALSE(tokens->verify(pki::encodeBase64Url(header) + payload + ".", clock));
        CHECK_FALSE(tokens->verify(pki::encodeBase64Url(header) + payload + "." + std::string(86, 'A'), clock));
    }
}

TEST_CASE("the key set names the key and shows no private part") {
    auto tokens = signer();
    std::string keys = tokens->keySet();
    CHECK(keys.find("\"kty\":\"EC\"") != keys.npos);
    CHECK(keys.find("\"crv\":\"P-256\"") != keys.npos);
    CHECK(keys.find("\"alg\":\"ES256\"") != keys.npos);
    CHECK(keys.find("\"d\":") == keys.npos);
}
