#include "engine/schema/api/corev1.h"
#include "engine/server/reviews.h"

namespace armillary::server {
namespace {

using authenticationv1::BoundObjectReference;
using authenticationv1::TokenRequest;

constexpr std::int64_t kDefaultSeconds = 3600, kLeastSeconds = 600, kMostSeconds = std::int64_t(1) << 32;
/// The lifetime that the ServiceAccount admission plugin asks for. Such a token is made to last a year, for clients
/// that never read their token file again; the volume is refreshed by the time that is answered.
constexpr std::int64_t kPluginSeconds = 3607, kExtendedSeconds = 365 * 24 * 3600;

Result<void> checkLifetime(const TokenRequest& request) {
    std::int64_t seconds = *request.spec.expirationSeconds;
    std::string detail;
    if (seconds < kLeastSeconds) detail = "may not specify a duration less than 10 minutes";
    if (seconds > kMostSeconds) detail = "may not specify a duration larger than 2^32 seconds";
    if (detail.empty()) return {};
    return std::unexpected(
        status::invalid("TokenRequest.authentication.k8s.io", "",
                        {field::invalidRaw("spec.expirationSeconds", std::to_string(seconds), std::move(detail))}));
}

Result<void> checkUid(const BoundObjectReference& reference, const Object& object) {
    if (reference.uid.empty() || reference.uid == object.uid()) return {};
    return std::unexpected(
        status::conflict(reference.kind, reference.name,
                         "the UID in the bound object reference (" + reference.uid +
                             ") does not match the UID in record. The object might have been deleted "
                             "and then recreated"));
}

Result<void> bindToPod(const ReviewContext& context, const BoundObjectReference& reference, pki::TokenClaims& claims) {
    ObjectRef object = context.cache.get("/pods", claims.namespace_, reference.name);
    if (!object) return std::unexpected(status::notFound("pods", reference.name));
    const auto& pod = object->as<corev1::Pod>();
    if (pod.spec.serviceAccountName != claims.serviceAccountName)
        return std::unexpected(status::badRequest("cannot bind token for serviceaccount \"" +
                                                  claims.serviceAccountName +
                                                  "\" to pod running with different serviceaccount name."));
    if (auto same = checkUid(reference, *object); !same) return same;
    claims.podName = pod.metadata.name;
    claims.podUid = pod.metadata.uid;
    claims.nodeName = pod.spec.nodeName;
    if (!pod.spec.nodeName.empty())
        if (ObjectRef node = context.cache.get("/nodes", "", pod.spec.nodeName)) claims.nodeUid = node->uid();
    return {};
}

Result<void> bind(const ReviewContext& context, const BoundObjectReference& reference, pki::TokenClaims& claims) {
    bool core = reference.apiVersion == "v1";
    if (core && reference.kind == "Pod") return bindToPod(context, reference, claims);
    if (core && reference.kind == "Secret") {
        ObjectRef object = context.cache.get("/secrets", claims.namespace_, reference.name);
        if (!object) return std::unexpected(status::notFound("secrets", reference.name));
        claims.secretName = object->name();
        claims.secretUid = object->uid();
        return checkUid(reference, *object);
    }
    if (core && reference.kind == "Node") {
        ObjectRef object = context.cache.get("/nodes", "", reference.name);
        if (!object) return std::unexpected(status::notFound("nodes", reference.name));
        claims.nodeName = object->name();
        claims.nodeUid = object->uid();
        return checkUid(reference, *object);
    }
    return std::unexpected(
        status::badRequest("cannot bind token to object of type " + reference.apiVersion + ", Kind=" + reference.kind));
}

bool forServerAlone(const ReviewContext& context, const std::vector<std::string>& audiences) {
    return audiences.size() == 1 && audiences.front() == context.signer.issuer();
}

}  // namespace

Result<void> requestToken(const ReviewContext& context, const std::string& namespace_, const std::string& account,
                          TokenRequest& request) {
    ObjectRef object = context.cache.get("/serviceaccounts", namespace_, account);
    if (!object) return std::unexpected(status::notFound("serviceaccounts", account));
    if (request.spec.audiences.empty()) request.spec.audiences = {context.signer.issuer()};
    if (!request.spec.expirationSeconds) request.spec.expirationSeconds = kDefaultSeconds;
    if (auto good = checkLifetime(request); !good) return good;

    pki::TokenClaims claims;
    claims.subject = "system:serviceaccount:" + namespace_ + ":" + account;
    claims.audiences = request.spec.audiences;
    claims.namespace_ = namespace_;
    claims.serviceAccountName = account;
    claims.serviceAccountUid = object->uid();
    if (request.spec.boundObjectRef)
        if (auto bound = bind(context, *request.spec.boundObjectRef, claims); !bound) return bound;

    std::int64_t seconds = *request.spec.expirationSeconds;
    auto now = std::chrono::floor<std::chrono::seconds>(context.clock.now().time_since_epoch()).count();
    claims.issuedAt = claims.notBefore = now;
    bool extended = seconds == kPluginSeconds && forServerAlone(context, claims.audiences);
    claims.expiresAt = now + (extended ? kExtendedSeconds : seconds);
    request.status.token = context.signer.sign(std::move(claims));
    request.status.expirationTimestamp = schema::Time(now + seconds);
    return {};
}

}  // namespace armillary::server
