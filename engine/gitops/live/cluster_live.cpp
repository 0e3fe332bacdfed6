#include "engine/gitops/live/cluster_live.h"

#include "engine/relations/field_view.h"
#include "engine/schema/json_document.h"
#include "engine/schema/percent.h"

namespace armillary::gitops {

Result<ObjectRef> ClusterLive::get(const relations::Kind& kind, const std::string& namespace_,
                                   const std::string& name) {
    return m_evidence.object(kind, namespace_, name);
}

Result<std::vector<ObjectRef>> ClusterLive::list(const relations::Kind& kind, const std::string& namespace_) {
    return m_evidence.objects(kind, namespace_);
}

Result<bool> ClusterLive::serves(const std::string& apiVersion, const std::string& kind) {
    auto known = m_served.find(apiVersion);
    if (known == m_served.end()) {
        const auto slash = apiVersion.find('/');
        const std::string path = slash == std::string::npos
                                     ? "/api/" + schema::percentEncoded(apiVersion)
                                     : "/apis/" + schema::percentEncoded(apiVersion.substr(0, slash)) + "/" +
                                           schema::percentEncoded(apiVersion.substr(slash + 1));
        const auto answer = m_client->getRaw(path);
        if (!answer && answer.error().code != 404) return std::unexpected(answer.error());
        known = m_served.try_emplace(apiVersion).first;
        const auto json = answer ? schema::parseDocument(*answer) : std::unexpected(std::string());
        if (json)
            relations::visit(relations::FieldView(*json), "resources[].kind",
                             [&](const auto& each, const auto&, const auto&) { known->second.insert(each.text()); });
    }
    return known->second.contains(kind);
}

}  // namespace armillary::gitops
