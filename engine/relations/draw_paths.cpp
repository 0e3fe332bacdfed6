#include <algorithm>
#include <format>

#include "engine/relations/draft.h"

namespace armillary::relations {

namespace json = boost::json;

/// What is asked of a host below a path: in the rule of that host, which is made where there is none.
void drawPath(Draft& draft) {
    const Place rules{"spec", "rules"};
    const std::size_t count = sizeAt(draft.source, rules);
    Question hosts{"host", Question::Kind::Text, {}, {}, false};
    for (std::size_t i = 0; i < count; ++i)
        if (std::string host = textAt(draft.source, rules + i + "host"); !host.empty())
            hosts.choices.push_back(std::move(host));
    if (!hosts.choices.empty()) hosts.suggestion = hosts.choices.front();
    const std::string host = draft.ask(std::move(hosts));
    const std::string path = draft.ask({"path", Question::Kind::Text, "/", {}, true});
    if (!path.starts_with('/')) draft.mistake("a path begins with '/'");

    const bool service = kindOf(*draft.to).name == "Service";
    json::object reference = draft.reference();
    if (const auto port = askServicePort(draft)) reference["port"] = *port;
    json::object item{{"path", path},
                      {"pathType", "Prefix"},
                      {"backend", json::object{{service ? "service" : "resource", std::move(reference)}}}};
    for (std::size_t i = 0; i < count; ++i) {
        if (textAt(draft.source, rules + i + "host") != host) continue;
        const Place paths = rules + i + "http" + "paths";
        for (std::size_t k = 0; k < sizeAt(draft.source, paths); ++k)
            if (textAt(draft.source, paths + k + "path") == path)
                draft.mistake(host.empty() ? std::format("the path '{}' leads somewhere already", path)
                                           : std::format("the path '{}' of {} leads somewhere already", path, host));
        return draft.insert(paths, item);
    }
    json::object rule;
    if (!host.empty()) rule["host"] = host;
    rule["http"] = json::object{{"paths", json::array{json::value(std::move(item))}}};
    draft.insert(rules, rule);
}

}  // namespace armillary::relations
