#include "engine/server/request.h"

#include <algorithm>

namespace armillary::server {

std::string_view Request::header(std::string_view lowerCaseName) const {
    const auto found = std::ranges::find(headers, lowerCaseName, &std::pair<std::string, std::string>::first);
    return found == headers.end() ? std::string_view() : std::string_view(found->second);
}

std::string_view Request::parameter(std::string_view name) const {
    const auto found = std::ranges::find(query, name, &std::pair<std::string, std::string>::first);
    return found == query.end() ? std::string_view() : std::string_view(found->second);
}

std::vector<std::string_view> Request::parameters(std::string_view name) const {
    std::vector<std::string_view> values;
    for (const auto& [key, value] : query)
        if (key == name) values.push_back(value);
    return values;
}

bool Request::hasParameter(std::string_view name) const {
    return std::ranges::find(query, name, &std::pair<std::string, std::string>::first) != query.end();
}

}  // namespace armillary::server
