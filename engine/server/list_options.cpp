#include "engine/server/list_options.h"

#include <charconv>

namespace armillary::server {
namespace {

Result<std::int64_t> number(const Request& request, std::string_view name) {
    const std::string_view text = request.parameter(name);
    std::int64_t value = 0;
    if (text.empty()) return value;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (error != std::errc() || end != text.data() + text.size())
        return refuse(status::badRequest("strconv.ParseInt: parsing \"" + std::string(text) + "\": invalid syntax"));
    return value;
}

void checkMatch(const ListOptions& options, bool watch, FieldErrors& errors) {
    const std::string& match = options.page.resourceVersionMatch;
    const std::string& version = options.page.resourceVersion;
    const std::string path = "resourceVersionMatch";
    if (match.empty()) return;
    if (watch) {
        if (!options.sendInitialEvents)
            errors.push_back(field::forbidden(
                path, "resourceVersionMatch is forbidden for watch unless sendInitialEvents is provided"));
        if (match != "NotOlderThan") errors.push_back(field::notSupported(path, match, {"NotOlderThan"}));
        if (!options.page.continueToken.empty())
            errors.push_back(field::forbidden(path, "resourceVersionMatch is forbidden when continue is provided"));
        return;
    }
    if (version.empty())
        errors.push_back(
            field::forbidden(path, "resourceVersionMatch is forbidden unless resourceVersion is provided"));
    if (!options.page.continueToken.empty())
        errors.push_back(field::forbidden(path, "resourceVersionMatch is forbidden when continue is provided"));
    if (match != "Exact" && match != "NotOlderThan")
        errors.push_back(field::notSupported(path, match, {"Exact", "NotOlderThan", ""}));
    if (match == "Exact" && version == "0")
        errors.push_back(
            field::forbidden(path, "resourceVersionMatch \"exact\" is forbidden for resourceVersion \"0\""));
}

void checkInitialEvents(const ListOptions& options, bool watch, FieldErrors& errors) {
    if (!options.sendInitialEvents) return;
    if (!watch) {
        errors.push_back(field::forbidden("sendInitialEvents", "sendInitialEvents is forbidden for list"));
        return;
    }
    if (options.page.resourceVersionMatch != "NotOlderThan")
        errors.push_back(field::forbidden("resourceVersionMatch",
                                          "sendInitialEvents requires setting resourceVersionMatch to NotOlderThan"));
}

}  // namespace

Result<ListOptions> listOptionsOf(const Call& call, bool watch) {
    const Request& request = call.request;
    ListOptions options;
    auto limit = number(request, "limit");
    auto timeout = number(request, "timeoutSeconds");
    if (!limit || !timeout) return refuse(limit ? timeout.error() : limit.error());
    options.page = {std::max<std::int64_t>(*limit, 0), std::string(request.parameter("continue")),
                    std::string(request.parameter("resourceVersion")),
                    std::string(request.parameter("resourceVersionMatch"))};
    options.timeoutSeconds = std::max<std::int64_t>(*timeout, 0);
    options.labelSelector = request.parameter("labelSelector");
    options.fieldSelector = request.parameter("fieldSelector");
    options.allowWatchBookmarks = isTrue(request.parameter("allowWatchBookmarks"));
    if (request.hasParameter("sendInitialEvents"))
        options.sendInitialEvents = isTrue(request.parameter("sendInitialEvents"));
    FieldErrors errors;
    checkMatch(options, watch, errors);
    checkInitialEvents(options, watch, errors);
    if (!errors.empty()) return refuse(status::invalid("ListOptions.meta.k8s.io", "", errors));
    return options;
}

}  // namespace armillary::server
