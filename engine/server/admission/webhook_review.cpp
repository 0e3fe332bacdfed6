#include "engine/server/admission/webhook_review.h"

#include <algorithm>
#include <format>

#include "engine/schema/text.h"
#include "engine/server/custom/custom_resources.h"
#include "engine/server/user_info.h"

namespace armillary::server::admission {
namespace {

constexpr std::string_view kGroup = "admission.k8s.io/";

metav1::GroupVersionKind kindOf(const Subject& subject) {
    metav1::GroupVersionKind kind;
    kind.group = subject.group;
    kind.version = subject.version;
    kind.kind = subject.kind;
    return kind;
}

metav1::GroupVersionResource resourceOf(const resources::Resource& row) {
    metav1::GroupVersionResource resource;
    resource.group = row.group;
    resource.version = row.version;
    resource.resource = row.plural;
    return resource;
}

/// By way of the version that is stored.
Value convertedBuiltIn(const resources::Resource& from, const resources::Resource& to, const void* object) {
    Value stored = from.storedAs ? Value(*from.storedAs->type) : Value::copyOf(*from.type, object);
    if (from.storedAs) from.toStored(object, stored.get());
    if (!to.storedAs) return stored;
    Value result(*to.type);
    to.fromStored(stored.get(), result.get());
    return result;
}

Result<Value> shown(const AdmissionCall& call, const resources::Resource& row, const schema::TypeInfo& type,
                    const void* object) {
    if (!object) return Value();
    Result<Value> value = call.view                ? call.view->show(object)
                          : &row == &call.resource ? Value::copyOf(type, object)
                                                   : convertedTo(call.resource, row, object);
    if (!value) return std::unexpected(status::internalError(value.error().message));
    const Subject subject = subjectOf(call, row);
    metav1::TypeMeta& named = typeMetaOf(value->type(), value->get());
    named.apiVersion = subject.group.empty() ? subject.version : subject.group + "/" + subject.version;
    named.kind = subject.kind;
    return value;
}

std::expected<void, std::string> checkPatch(const admissionv1::AdmissionResponse& response, bool mutating, bool beta) {
    if (!mutating) {
        if (beta) return {};
        if (!response.patch.data.empty()) return std::unexpected("validating webhook may not return response.patch");
        if (response.patchType) return std::unexpected("validating webhook may not return response.patchType");
        return {};
    }
    if (beta) return {};
    if (!response.patch.data.empty() && !response.patchType)
        return std::unexpected("webhook returned response.patch but not response.patchType");
    if (response.patch.data.empty() && response.patchType)
        return std::unexpected("webhook returned response.patchType but not response.patch");
    if (response.patchType && response.patchType->empty())
        return std::unexpected("webhook returned invalid response.patchType of \"\"");
    return {};
}

}  // namespace

Result<Value> convertedTo(const resources::Resource& from, const resources::Resource& to, const void* object) {
    const custom::ServedDefinition* definition = custom::servedDefinition(to);
    if (!definition) return convertedBuiltIn(from, to, object);
    std::vector<std::string> documents(1);
    schema::encodeJson(*from.type, object, documents.front());
    auto converted = definition->converter().convert(std::move(documents), to.apiVersion());
    if (!converted) return std::unexpected(std::move(converted.error()));
    Value value(*to.type);
    if (auto decoded = schema::decodeJson(*to.type, value.get(), converted->front()); !decoded)
        return std::unexpected(status::internalError(decoded.error().text()));
    return value;
}

std::string optionsOf(const AdmissionCall& call) {
    if (!call.options.empty()) return call.options;
    if (call.operation == Operation::Connect) return {};
    const std::string_view kind = call.operation == Operation::Create   ? "CreateOptions"
                                  : call.operation == Operation::Update ? "UpdateOptions"
                                                                        : "DeleteOptions";
    std::string text = std::format(R"({{"kind":"{}","apiVersion":"meta.k8s.io/v1")", kind);
    if (call.dryRun) text += R"(,"dryRun":["All"])";
    if (call.notes.request && call.operation != Operation::Delete)
        for (const std::string_view name : {"fieldManager", "fieldValidation"})
            if (const std::string_view value = call.notes.request->parameter(name); !value.empty()) {
                text += std::format(R"(,"{}":)", name);
                schema::appendJsonString(text, value);
            }
    return text + "}";
}

Result<Value> shownObject(const AdmissionCall& call, const resources::Resource& row) {
    return shown(call, row, call.objectType(), call.object);
}

Result<Value> shownOld(const AdmissionCall& call, const resources::Resource& row) {
    // The old object of a connection or of a subresource's own kind is there for the server's plugins alone.
    if (call.operation == Operation::Connect || call.type) return Value();
    return shown(call, row, *call.resource.type, call.old);
}

std::string reviewVersionOf(const Hook& hook) {
    const auto known =
        std::ranges::find_if(hook.versions, [](const std::string& one) { return one == "v1" || one == "v1beta1"; });
    return known == hook.versions.end() ? std::string() : *known;
}

admissionv1::AdmissionRequest requestOf(const AdmissionCall& call, const resources::Resource& row) {
    admissionv1::AdmissionRequest request;
    request.kind = kindOf(subjectOf(call, row));
    request.resource = resourceOf(row);
    request.subResource = call.subresource;
    request.requestKind = kindOf(subjectOf(call, call.resource));
    request.requestResource = resourceOf(call.resource);
    request.requestSubResource = call.subresource;
    request.name = call.name;
    request.namespace_ = call.namespace_;
    request.operation = nameOf(call.operation);
    request.userInfo = infoOf(call.user);
    request.dryRun = call.dryRun;
    request.options.text = optionsOf(call);
    return request;
}

std::string reviewOf(const AdmissionCall& call, const resources::Resource& row, const std::string& version,
                     const std::string& uid, const Value& object, const Value& old) {
    admissionv1::AdmissionReview review;
    review.apiVersion = std::string(kGroup) + version;
    review.kind = "AdmissionReview";
    admissionv1::AdmissionRequest& request = review.request.ensure();
    request = requestOf(call, row);
    request.uid = uid;
    if (object) request.object.text = object.json();
    if (old) request.oldObject.text = old.json();
    return schema::toJson(review);
}

std::expected<admissionv1::AdmissionResponse, std::string> verdictOf(std::string_view body, const std::string& version,
                                                                     const std::string& uid, bool mutating) {
    auto review = schema::fromJson<admissionv1::AdmissionReview>(body);
    if (!review) return std::unexpected("couldn't get version/kind; json parse error: " + review.error().text());
    const bool beta = version == "v1beta1";
    if (!review->response) return std::unexpected("webhook response was absent");
    admissionv1::AdmissionResponse& response = *review->response;
    if (!beta && response.uid != uid)
        return std::unexpected(
            std::format("expected response.uid={}, got {}", schema::quoted(uid), schema::quoted(response.uid)));
    const std::string wanted = std::string(kGroup) + version;
    if (!beta && (review->apiVersion != wanted || review->kind != "AdmissionReview")) {
        const bool grouped = review->apiVersion.contains('/');
        return std::unexpected(std::format("expected webhook response of {}, Kind=AdmissionReview, got {}{}, Kind={}",
                                           wanted, grouped ? "" : "/", review->apiVersion, review->kind));
    }
    if (auto good = checkPatch(response, mutating, beta); !good) return std::unexpected(good.error());
    if (beta && !response.patch.data.empty()) response.patchType = admissionv1::kPatchTypeJSONPatch;
    return std::move(response);
}

Status denialOf(const std::string& hook, const admissionv1::AdmissionResponse& response) {
    Status status;
    if (response.status) status = *response.status;
    status.apiVersion = "v1";
    status.kind = "Status";
    // A refusal is no success, and no code that HTTP does not know.
    if (status.code < 400 || status.code > 599) status.code = 400;
    if (status.status.empty() || status.status == "Success") status.status = "Failure";
    std::string text = std::format("admission webhook {} denied the request", schema::quoted(hook));
    if (!status.message.empty())
        text += ": " + status.message;
    else if (!status.reason.empty())
        text += ": " + status.reason;
    else
        text += " without explanation";
    status.message = std::move(text);
    return status;
}

}  // namespace armillary::server::admission
