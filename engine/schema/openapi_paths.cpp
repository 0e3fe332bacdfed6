#include "engine/schema/openapi_paths.h"

#include <algorithm>
#include <format>

#include "engine/schema/api/authenticationv1.h"
#include "engine/schema/api/autoscalingv1.h"
#include "engine/schema/api/corev1.h"
#include "engine/schema/api/policyv1.h"

namespace armillary::schema::openapi {

namespace json = boost::json;

namespace {

struct Parameter {
    std::string_view name, type, description;
};

constexpr Parameter kPretty{"pretty", "string", "Indent the answer for people to read when true."};
constexpr Parameter kDryRun{"dryRun", "string", "With All, everything is checked and nothing is stored."};
constexpr Parameter kFieldManager{
    "fieldManager", "string",
    "The name under which the changed fields are recorded; 128 printable characters at most."};
constexpr Parameter kFieldValidation{
    "fieldValidation", "string",
    "What to do about unknown and duplicate fields: Ignore, Warn (the default) or Strict, which refuses them."};
constexpr Parameter kForce{"force", "boolean", "For apply: take over fields that others manage."};
constexpr Parameter kWriting[] = {kDryRun, kFieldManager, kFieldValidation};
constexpr Parameter kPatching[] = {kDryRun, kFieldManager, kFieldValidation, kForce};
constexpr Parameter kListing[] = {
    {"allowWatchBookmarks", "boolean", "Let a watch send BOOKMARK events, which carry a resourceVersion alone."},
    {"continue", "string", "The token of the page before, to go on with a list that limit cut."},
    {"fieldSelector", "string", "Only objects whose fields match; everything when empty."},
    {"labelSelector", "string", "Only objects whose labels match; everything when empty."},
    {"limit", "integer", "The most objects in one answer; metadata.continue of the answer leads on."},
    {"resourceVersion", "string", "How new the answer has to be at least, or where a watch begins."},
    {"resourceVersionMatch", "string", "How resourceVersion is meant for a list: NotOlderThan or Exact."},
    {"sendInitialEvents", "boolean", "Begin a watch with all objects there are, and mark their end with a bookmark."},
    {"timeoutSeconds", "integer", "When the server ends a list or watch, whatever it does."},
    {"watch", "boolean", "Send changes as they happen instead of a list."}};
constexpr Parameter kDeleting[] = {
    kDryRun,
    {"gracePeriodSeconds", "integer",
     "How long the object may take to end; 0 deletes it at once, nothing means the kind's own period."},
    {"orphanDependents", "boolean", "Leave dependents behind. Use propagationPolicy instead."},
    {"propagationPolicy", "string", "What becomes of dependents: Orphan, Background or Foreground."}};
constexpr Parameter kLogging[] = {{"container", "string", "Which container; may be left out when there is one."},
                                  {"follow", "boolean", "Go on as new lines come."},
                                  {"insecureSkipTLSVerifyBackend", "boolean", "Accept any certificate from the node."},
                                  {"limitBytes", "integer", "The most bytes to send."},
                                  {"previous", "boolean", "The log of the container's previous run."},
                                  {"sinceSeconds", "integer", "Only lines of the last so many seconds."},
                                  {"stream", "string", "All, Stdout or Stderr."},
                                  {"tailLines", "integer", "Only so many lines from the end."},
                                  {"timestamps", "boolean", "Put the time before each line."}};
constexpr Parameter kExecuting[] = {
    {"command", "string", "The command and its arguments, one parameter each; no shell is involved."},
    {"container", "string", "Which container; may be left out when there is one."},
    {"stderr", "boolean", "Send the command's standard error."},
    {"stdin", "boolean", "Pass standard input on to the command."},
    {"stdout", "boolean", "Send the command's standard output."},
    {"tty", "boolean", "Give the command a terminal."}};

/// "rbac.authorization.k8s.io" is "rbacAuthorization", no group "core".
std::string groupTitle(std::string_view group) {
    if (group.empty()) return "core";
    if (group.ends_with(".k8s.io")) group.remove_suffix(7);
    std::string title;
    bool upper = false;
    for (char c : group) {
        if (c == '.' || c == '-') {
            upper = true;
            continue;
        }
        title += upper ? static_cast<char>(std::toupper(static_cast<unsigned char>(c))) : c;
        upper = false;
    }
    return title;
}

std::string capitalised(std::string text) {
    if (!text.empty()) text[0] = static_cast<char>(std::toupper(static_cast<unsigned char>(text[0])));
    return text;
}

/// One method on one path.
struct Operation {
    std::string verb;    ///< first word of the operation's id: list, read, create, …
    std::string suffix;  ///< what follows the kind in the id: Status, ForAllNamespaces, …
    std::string action;  ///< x-kubernetes-action
    std::string description;
    GroupVersionKind kind;
    const TypeInfo* body = nullptr;    ///< of the request
    const TypeInfo* answer = nullptr;  ///< of the response; text when there is none
    bool isCollection = false;
    bool isPatch = false;
    std::vector<std::span<const Parameter>> parameters;
};

class PathWriter {
public:
    PathWriter(const OpenApiResource& resource, Schemas& schemas, json::object& paths)
        : m_resource(resource),
          m_schemas(schemas),
          m_paths(paths),
          m_kind{resource.group, resource.version, resource.kind} {}

    void write() {
        if (!m_resource.type) return;
        m_list =
            m_resource.listType ? m_resource.listType : findType(m_resource.type->goPackage, m_resource.kind + "List");
        const std::string base = m_resource.group.empty()
                                     ? "/api/" + m_resource.version
                                     : std::format("/apis/{}/{}", m_resource.group, m_resource.version);
        const std::string scope = m_resource.namespaced ? base + "/namespaces/{namespace}" : base;
        const std::string collection = std::format("{}/{}", scope, m_resource.plural);
        writeCollection(collection);
        if (m_resource.namespaced && can("list")) {
            json::object item;
            item["get"] = operation(listing("ForAllNamespaces"));
            add(std::format("{}/{}", base, m_resource.plural), std::move(item), false, false);
        }
        writeItem(collection + "/{name}");
        for (const std::string& subresource : m_resource.subresources)
            writeSubresource(collection + "/{name}/" + subresource, subresource);
    }

private:
    bool can(std::string_view verb) const {
        return std::ranges::find(m_resource.verbs, verb) != m_resource.verbs.end();
    }

    Operation listing(std::string suffix) const {
        return {"list",
                std::move(suffix),
                "list",
                "list or watch objects of kind " + m_resource.kind,
                m_kind,
                nullptr,
                m_list ? m_list : m_resource.type,
                false,
                false,
                {kListing}};
    }

    void writeCollection(const std::string& path) {
        const std::string& kind = m_resource.kind;
        json::object item;
        if (can("list")) item["get"] = operation(listing(""));
        if (can("create"))
            item["post"] = operation({"create",
                                      "",
                                      "post",
                                      "create a " + kind,
                                      m_kind,
                                      m_resource.type,
                                      m_resource.type,
                                      false,
                                      false,
                                      {kWriting}});
        if (can("deletecollection"))
            item["delete"] = operation({"delete",
                                        "",
                                        "deletecollection",
                                        "delete a collection of " + kind,
                                        m_kind,
                                        &typeInfo<metav1::DeleteOptions>(),
                                        &typeInfo<metav1::Status>(),
                                        true,
                                        false,
                                        {kListing, kDeleting}});
        add(path, std::move(item), m_resource.namespaced, false);
    }

    void writeItem(const std::string& path) {
        const std::string& kind = m_resource.kind;
        json::object item;
        if (can("get"))
            item["get"] = operation(
                {"read", "", "get", "read the specified " + kind, m_kind, nullptr, m_resource.type, false, false, {}});
        if (can("update"))
            item["put"] = operation({"replace",
                                     "",
                                     "put",
                                     "replace the specified " + kind,
                                     m_kind,
                                     m_resource.type,
                                     m_resource.type,
                                     false,
                                     false,
                                     {kWriting}});
        if (can("patch"))
            item["patch"] = operation({"patch",
                                       "",
                                       "patch",
                                       "partially update the specified " + kind,
                                       m_kind,
                                       &typeInfo<metav1::Patch>(),
                                       m_resource.type,
                                       false,
                                       true,
                                       {kPatching}});
        if (can("delete"))
            item["delete"] = operation({"delete",
                                        "",
                                        "delete",
                                        "delete a " + kind,
                                        m_kind,
                                        &typeInfo<metav1::DeleteOptions>(),
                                        &typeInfo<metav1::Status>(),
                                        false,
                                        false,
                                        {kDeleting}});
        add(path, std::move(item), m_resource.namespaced, true);
    }

    void writeSubresource(const std::string& path, const std::string& name) {
        const std::string suffix = capitalised(name);
        json::object item;
        const auto create = [&](const TypeInfo& type) {
            item["post"] = operation({"create",
                                      suffix,
                                      "post",
                                      std::format("create {} of a {}", name, m_resource.kind),
                                      kindOf(type),
                                      &type,
                                      &type,
                                      false,
                                      false,
                                      {kWriting}});
        };
        const auto connect = [&](std::string_view options, std::vector<std::span<const Parameter>> parameters,
                                 std::initializer_list<const char*> methods) {
            for (const char* method : methods)
                item[method] = operation({std::format("connect{}", capitalised(method)),
                                          suffix,
                                          "connect",
                                          std::format("connect {} requests to {} of {}", method, name, m_resource.kind),
                                          {"", "v1", std::format("{}{}", m_resource.kind, options)},
                                          nullptr,
                                          nullptr,
                                          false,
                                          false,
                                          parameters});
        };
        if (name == "binding")
            create(typeInfo<corev1::Binding>());
        else if (name == "eviction")
            create(typeInfo<policyv1::Eviction>());
        else if (name == "token")
            create(typeInfo<authenticationv1::TokenRequest>());
        else if (name == "log")
            item["get"] = operation({"read",
                                     "Log",
                                     "get",
                                     "read log of the specified Pod",
                                     m_kind,
                                     nullptr,
                                     nullptr,
                                     false,
                                     false,
                                     {kLogging}});
        else if (name == "exec")
            connect("ExecOptions", {kExecuting}, {"get", "post"});
        else if (name == "attach")
            connect("AttachOptions", {std::span(kExecuting).subspan(1)}, {"get", "post"});
        else if (name == "portforward")
            connect("PortForwardOptions", {kPorts}, {"get", "post"});
        else if (name == "proxy")
            connect("ProxyOptions", {kProxyPath}, {"get", "put", "post", "delete", "patch", "head", "options"});
        else
            writeUpdatable(name, suffix, item);
        add(path, std::move(item), m_resource.namespaced, true);
    }

    /// status, scale, approval, finalize, ephemeralcontainers, resize: read, replaced and patched.
    void writeUpdatable(const std::string& name, const std::string& suffix, json::object& item) {
        const TypeInfo& type = name == "scale" ? typeInfo<autoscalingv1::Scale>() : *m_resource.type;
        const GroupVersionKind kind = name == "scale" ? kindOf(type) : m_kind;
        const std::string what = std::format("{} of the specified {}", name, m_resource.kind);
        item["put"] =
            operation({"replace", suffix, "put", "replace " + what, kind, &type, &type, false, false, {kWriting}});
        if (name == "finalize") return;
        item["get"] = operation({"read", suffix, "get", "read " + what, kind, nullptr, &type, false, false, {}});
        item["patch"] = operation({"patch",
                                   suffix,
                                   "patch",
                                   "partially update " + what,
                                   kind,
                                   &typeInfo<metav1::Patch>(),
                                   &type,
                                   false,
                                   true,
                                   {kPatching}});
    }

    json::object parameter(const Parameter& parameter, std::string_view in, bool required) const {
        json::object made{{"name", parameter.name}, {"in", in}, {"description", parameter.description}};
        if (required) made["required"] = true;
        json::object schema{{"type", parameter.type}, {"uniqueItems", true}};
        if (m_schemas.version() == Version::V3) {
            made["schema"] = std::move(schema);
        } else {
            for (auto& member : schema) made[member.key()] = std::move(member.value());
        }
        return made;
    }

    void add(const std::string& path, json::object item, bool namespaced, bool named) {
        if (item.empty()) return;
        json::array parameters;
        if (named)
            parameters.push_back(
                parameter({"name", "string", "The name of the " + m_resource.kind + "."}, "path", true));
        if (namespaced)
            parameters.push_back(parameter({"namespace", "string", "The namespace that it belongs to."}, "path", true));
        parameters.push_back(parameter(kPretty, "query", false));
        item["parameters"] = std::move(parameters);
        m_paths[path] = std::move(item);
    }

    std::string operationId(const Operation& operation) const {
        const bool everywhere = operation.suffix == "ForAllNamespaces";
        return std::format("{}{}{}{}{}{}{}", operation.verb, capitalised(groupTitle(m_resource.group)),
                           capitalised(m_resource.version), operation.isCollection ? "Collection" : "",
                           m_resource.namespaced && !everywhere ? "Namespaced" : "", m_resource.kind, operation.suffix);
    }

    /// Custom resources have no protobuf form and no strategic merge. Clients go by this: kubectl picks its patch so.
    bool isCustom() const { return !m_resource.models.empty(); }
    json::array answerTypes() const {
        json::array types{"application/json", "application/yaml"};
        if (!isCustom()) types.emplace_back("application/vnd.kubernetes.protobuf");
        return types;
    }
    json::array patchTypes() const {
        json::array types{"application/json-patch+json", "application/merge-patch+json"};
        if (!isCustom()) types.emplace_back("application/strategic-merge-patch+json");
        types.emplace_back("application/apply-patch+yaml");
        return types;
    }

    json::object content(const json::array& types, const TypeInfo* type) {
        json::object all;
        for (const json::value& media : types)
            all[media.get_string()] =
                json::object{{"schema", type ? m_schemas.refer(*type) : json::object{{"type", "string"}}}};
        return all;
    }

    json::object operation(const Operation& operation) {
        const bool v3 = m_schemas.version() == Version::V3;
        json::object made{{"description", operation.description},
                          {"operationId", operationId(operation)},
                          {"tags", json::array{std::format("{}_{}", groupTitle(m_resource.group), m_resource.version)}},
                          {"x-kubernetes-action", operation.action},
                          {"x-kubernetes-group-version-kind", operation.kind.toJson()}};
        json::array parameters;
        for (const auto group : operation.parameters)
            for (const Parameter& each : group) parameters.push_back(parameter(each, "query", false));
        json::array produced = answerTypes();
        if (!operation.answer) produced = {operation.action == "connect" ? "*/*" : "text/plain"};
        if (operation.action == "list") {
            produced.emplace_back("application/json;stream=watch");
            produced.emplace_back("application/vnd.kubernetes.protobuf;stream=watch");
        }
        const bool required = operation.body && operation.body != &typeInfo<metav1::DeleteOptions>();
        if (v3) {
            if (operation.body) {
                json::object body{
                    {"content", content(operation.isPatch ? patchTypes() : answerTypes(), operation.body)}};
                if (required) body["required"] = true;
                made["requestBody"] = std::move(body);
            }
        } else {
            made["consumes"] = operation.isPatch ? patchTypes() : json::array{"*/*"};
            made["produces"] = produced;
            made["schemes"] = json::array{"https"};
            if (operation.body) {
                json::object body{{"name", "body"}, {"in", "body"}, {"schema", m_schemas.refer(*operation.body)}};
                if (required) body["required"] = true;
                parameters.push_back(std::move(body));
            }
        }
        if (!parameters.empty()) made["parameters"] = std::move(parameters);
        made["responses"] = responses(operation, produced);
        return made;
    }

    json::object responses(const Operation& operation, const json::array& produced) {
        json::object answer{{"description", "OK"}};
        if (m_schemas.version() == Version::V3) {
            answer["content"] = content(produced, operation.answer);
        } else {
            answer["schema"] = operation.answer ? m_schemas.refer(*operation.answer) : json::object{{"type", "string"}};
        }
        json::object all;
        const auto also = [&](const char* code, const char* description) {
            json::object copy = answer;
            copy["description"] = description;
            all[code] = std::move(copy);
        };
        if (operation.verb == "create" || operation.verb == "replace" || operation.verb == "patch")
            also("201", "Created");
        if (operation.verb == "create" || operation.action == "delete") also("202", "Accepted");
        all["200"] = std::move(answer);
        all["401"] = json::object{{"description", "Unauthorized"}};
        return all;
    }

    static constexpr Parameter kPorts[] = {{"ports", "integer", "The ports to forward; needed over WebSocket."}};
    static constexpr Parameter kProxyPath[] = {{"path", "string", "The path to ask for."}};

    const OpenApiResource& m_resource;
    Schemas& m_schemas;
    json::object& m_paths;
    GroupVersionKind m_kind;
    const TypeInfo* m_list = nullptr;
};

}  // namespace

void addPaths(const OpenApiResource& resource, Schemas& schemas, json::object& paths) {
    PathWriter(resource, schemas, paths).write();
}

}  // namespace armillary::schema::openapi
