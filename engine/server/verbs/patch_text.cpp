#include "engine/server/verbs/patch_text.h"

#include "engine/schema/patch.h"
#include "engine/server/media.h"

namespace armillary::server {
namespace {

Status unprocessable(const std::string& why) {
    Status status = status::invalid("", "", {});
    status.message = why;
    status.details.reset();
    return status;
}

Status unsupported(const std::string& type, bool strategic) {
    Status status = status::unsupportedMediaType(type);
    status.message =
        "the body of the request was in an unknown format - accepted media types include: application/json-patch+json, "
        "application/merge-patch+json";
    if (strategic) status.message += ", application/strategic-merge-patch+json";
    status.message += ", application/apply-patch+yaml";
    return status;
}

}  // namespace

Result<PatchText> PatchText::read(const Request& request, bool strategic) {
    PatchText patch;
    const std::string type = mediaType(request.header("content-type"));
    if (type == "application/json-patch+json")
        patch.m_type = Type::Json;
    else if (type == "application/merge-patch+json")
        patch.m_type = Type::Merge;
    else if (strategic && type == "application/strategic-merge-patch+json")
        patch.m_type = Type::StrategicMerge;
    else
        return refuse(unsupported(type, strategic));
    patch.m_text = request.body;
    if (patch.m_type == Type::Json)
        if (auto list = schema::checkJsonPatch(patch.m_text); !list) return refuse(status::badRequest(list.error()));
    return patch;
}

Result<std::string> PatchText::apply(const schema::TypeInfo& type, const std::string& document) const {
    std::expected<std::string, std::string> patched;
    switch (m_type) {
        case Type::Json:
            patched = schema::applyJsonPatch(document, m_text);
            break;
        case Type::Merge:
            patched = schema::applyMergePatch(document, m_text);
            break;
        case Type::StrategicMerge:
            patched = schema::applyStrategicMergePatch(type, document, m_text);
            break;
    }
    if (patched) return *patched;
    return refuse(m_type == Type::Json ? unprocessable(patched.error()) : status::badRequest(patched.error()));
}

}  // namespace armillary::server
