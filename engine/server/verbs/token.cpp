#include "engine/schema/api/authenticationv1.h"
#include "engine/server/body.h"
#include "engine/server/render.h"
#include "engine/server/verbs/changes.h"
#include "engine/server/verbs/verbs.h"
#include "engine/server/write.h"

namespace armillary::server {

Handled createToken(Call& call) {
    auto dryRun = dryRunOf(call, "CreateOptions");
    if (!dryRun) return refuse(dryRun.error());
    auto body = decodeBody(
        call, {schema::typeInfo<authenticationv1::TokenRequest>(), "authentication.k8s.io/v1", "TokenRequest"});
    if (!body) return refuse(body.error());
    metav1::ObjectMeta& meta = body->as<authenticationv1::TokenRequest>().metadata;
    if (!meta.name.empty() && meta.name != call.route.name)
        return refuse(status::badRequest("name in URL does not match name in TokenRequest object"));
    meta.name = call.route.name;
    meta.namespace_ = call.route.namespace_;
    if (auto admitted = admitBody(call, *body, call.route.name, *dryRun); !admitted) return refuse(admitted.error());
    auto& request = body->as<authenticationv1::TokenRequest>();
    if (auto made = requestToken(call.core.reviewContext(), call.route.namespace_, call.route.name, request); !made)
        return refuse(made.error());
    return respondValue(call.media, 201, schema::typeInfo<authenticationv1::TokenRequest>(), &request);
}

}  // namespace armillary::server
