#include "engine/server/body.h"

#include <charconv>

#include "engine/resources/custom/custom_rules.h"
#include "engine/schema/protobuf_codec.h"
#include "engine/schema/yaml.h"

namespace armillary::server {
namespace {

using schema::DecodeError;

std::string versionOf(std::string_view apiVersion) {
    const std::size_t slash = apiVersion.find('/');
    return std::string(slash == std::string_view::npos ? apiVersion : apiVersion.substr(slash + 1));
}

Status cannotBeHandled(std::string_view kind, std::string_view apiVersion, const Expected& expected,
                       std::string_view why) {
    return status::badRequest(std::string(kind) + " in version \"" + versionOf(apiVersion) +
                              "\" cannot be handled as a " + expected.kind + ": " + std::string(why));
}

/// Some reasons name the place themselves.
std::string reasonOf(const DecodeError& error) {
    return error.message.find(error.path) != std::string::npos ? error.message : error.text();
}

/// Refuses a document of another kind or version; missing ones are the expected.
Result<void> checkHead(const Expected& expected, std::string_view apiVersion, std::string_view kind) {
    if (!kind.empty() && kind != expected.kind)
        return refuse(cannotBeHandled(kind, apiVersion.empty() ? expected.apiVersion : apiVersion, expected,
                                      "the kind in the data does not match the expected kind"));
    if (!apiVersion.empty() && apiVersion != expected.apiVersion)
        return refuse(status::badRequest("the API version in the data (" + std::string(apiVersion) +
                                         ") does not match the expected API version (" + expected.apiVersion + ")"));
    return {};
}

void setHead(const Expected& expected, Value& value) {
    metav1::TypeMeta& head = typeMetaOf(expected.type, value.get());
    head.apiVersion = expected.apiVersion;
    head.kind = expected.kind;
}

bool isProtobuf(const Request& request) {
    return mediaType(request.header("content-type")) == kProtobufMedia;
}

Result<Value> decodeProtobufBody(const Request& request, const Expected& expected, bool anyVersion) {
    if (!schema::hasProtobuf(expected.type)) return refuse(status::unsupportedMediaType(kProtobufMedia));
    const auto envelope = schema::openEnvelope(request.body);
    if (!envelope) return refuse(status::badRequest(envelope.error().text()));
    if (!envelope->contentType.empty() && envelope->contentType != kProtobufMedia)
        return refuse(status::badRequest("the protobuf envelope holds " + std::string(envelope->contentType)));
    if (auto head = checkHead(expected, anyVersion ? std::string_view() : envelope->apiVersion, envelope->kind); !head)
        return refuse(head.error());
    Value value(expected.type);
    if (auto done = schema::decodeProtobuf(expected.type, value.get(), envelope->message); !done)
        return refuse(cannotBeHandled(expected.kind, expected.apiVersion, expected, reasonOf(done.error())));
    setHead(expected, value);
    return value;
}

const Expected& deleteOptionsExpected() {
    static const Expected expected{schema::typeInfo<metav1::DeleteOptions>(), "v1", "DeleteOptions"};
    return expected;
}

Result<metav1::DeleteOptions> deleteOptionsFromBody(const Request& request) {
    if (isProtobuf(request)) {
        auto value = decodeProtobufBody(request, deleteOptionsExpected(), true);
        if (!value) return refuse(value.error());
        return value->as<metav1::DeleteOptions>();
    }
    auto json = bodyAsJson(request);
    if (!json) return refuse(json.error());
    auto options = schema::fromJson<metav1::DeleteOptions>(*json);
    if (!options) return refuse(status::badRequest(options.error().text()));
    if (!options->kind.empty() && options->kind != "DeleteOptions")
        return refuse(cannotBeHandled(options->kind, options->apiVersion, deleteOptionsExpected(),
                                      "the kind in the data does not match the expected kind"));
    return *options;
}

Result<metav1::DeleteOptions> deleteOptionsFromQuery(const Request& request) {
    metav1::DeleteOptions options;
    if (const std::string_view text = request.parameter("gracePeriodSeconds"); !text.empty()) {
        std::int64_t seconds = 0;
        const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), seconds);
        if (error != std::errc() || end != text.data() + text.size())
            return refuse(
                status::badRequest("strconv.ParseInt: parsing \"" + std::string(text) + "\": invalid syntax"));
        options.gracePeriodSeconds = seconds;
    }
    if (const std::string_view policy = request.parameter("propagationPolicy"); !policy.empty())
        options.propagationPolicy = std::string(policy);
    if (request.hasParameter("orphanDependents"))
        options.orphanDependents = isTrue(request.parameter("orphanDependents"));
    return options;
}

Result<void> checkDryRun(const std::vector<std::string>& values, std::string_view optionsKind) {
    for (const std::string& value : values)
        if (value != "All")
            return refuse(status::invalid(std::string(optionsKind) + ".meta.k8s.io", "",
                                          {field::notSupported("dryRun", value, {"All"})}));
    return {};
}

Result<void> checkDeleteOptions(const metav1::DeleteOptions& options) {
    FieldErrors errors;
    if (options.propagationPolicy && options.orphanDependents)
        errors.push_back(field::invalid("propagationPolicy", *options.propagationPolicy,
                                        "orphanDependents and deletionPropagation cannot be both set"));
    if (options.propagationPolicy && *options.propagationPolicy != "Background" &&
        *options.propagationPolicy != "Foreground" && *options.propagationPolicy != "Orphan")
        errors.push_back(field::notSupported("propagationPolicy", *options.propagationPolicy,
                                             {"Background", "Foreground", "Orphan"}));
    if (!errors.empty()) return refuse(status::invalid("DeleteOptions.meta.k8s.io", "", errors));
    return checkDryRun(options.dryRun, "DeleteOptions");
}

}  // namespace

Result<std::string> bodyAsJson(const Request& request) {
    const std::string type = mediaType(request.header("content-type"));
    if (type.empty() || type == "application/json") return request.body;
    if (type != "application/yaml") return refuse(status::unsupportedMediaType(type));
    auto json = schema::yamlToJson(request.body);
    if (!json) return refuse(status::badRequest("error parsing YAML: " + json.error().text()));
    return *json;
}

std::expected<Decoded, std::string> decodeObject(const Expected& expected, std::string_view json) {
    Decoded decoded{Value(expected.type), {}};
    if (auto done = schema::decodeJson(expected.type, decoded.value.get(), json, &decoded.findings); !done)
        return std::unexpected(reasonOf(done.error()));
    if (const auto* version = expected.resource ? resources::custom::versionOf(*expected.resource) : nullptr)
        if (auto done = version->rules->refine(decoded.value.as<schema::CustomObject>(), &decoded.findings); !done)
            return std::unexpected(done.error());
    setHead(expected, decoded.value);
    return decoded;
}

Result<Value> decodeBody(Call& call, const Expected& expected) {
    auto validation = fieldValidationOf(call, "CreateOptions");
    if (!validation) return refuse(validation.error());
    if (isProtobuf(call.request)) return decodeProtobufBody(call.request, expected, false);
    auto json = bodyAsJson(call.request);
    if (!json) return refuse(json.error());
    const auto head = schema::readHead(*json);
    if (!head) return refuse(status::badRequest("couldn't get version/kind; json parse error: " + head.error().text()));
    if (auto fits = checkHead(expected, head->apiVersion, head->kind); !fits) return refuse(fits.error());
    auto decoded = decodeObject(expected, *json);
    if (!decoded) return refuse(cannotBeHandled(expected.kind, expected.apiVersion, expected, decoded.error()));
    if (const std::string why = judge(call, *validation, decoded->findings); !why.empty())
        return refuse(cannotBeHandled(expected.kind, expected.apiVersion, expected, why));
    return std::move(decoded->value);
}

Result<bool> dryRunOf(const Call& call, std::string_view optionsKind) {
    std::vector<std::string> values;
    for (const std::string_view value : call.request.parameters("dryRun")) values.emplace_back(value);
    if (auto valid = checkDryRun(values, optionsKind); !valid) return refuse(valid.error());
    return !values.empty();
}

Result<FieldValidation> fieldValidationOf(const Call& call, std::string_view optionsKind) {
    const std::string_view text = call.request.parameter("fieldValidation");
    if (text == "Ignore") return FieldValidation::Ignore;
    if (text.empty() || text == "Warn") return FieldValidation::Warn;
    if (text == "Strict") return FieldValidation::Strict;
    return refuse(status::invalid(std::string(optionsKind) + ".meta.k8s.io", "",
                                  {field::notSupported("fieldValidation", text, {"", "Ignore", "Strict", "Warn"})}));
}

std::string judge(Call& call, FieldValidation validation, const schema::StrictFindings& findings) {
    if (findings.empty() || validation == FieldValidation::Ignore) return {};
    if (validation == FieldValidation::Warn) {
        call.warnings.insert(call.warnings.end(), findings.begin(), findings.end());
        return {};
    }
    std::string sentence = "strict decoding error: ";
    for (std::size_t i = 0; i < findings.size(); ++i) sentence += (i ? ", " : "") + findings[i];
    return sentence;
}

Result<metav1::DeleteOptions> deleteOptionsOf(Call& call) {
    auto options =
        call.request.body.empty() ? deleteOptionsFromQuery(call.request) : deleteOptionsFromBody(call.request);
    if (!options) return options;
    for (const std::string_view value : call.request.parameters("dryRun")) options->dryRun.emplace_back(value);
    if (auto valid = checkDeleteOptions(*options); !valid) return refuse(valid.error());
    return options;
}

}  // namespace armillary::server
