#pragma once

#include <doctest/doctest.h>

#include <string>
#include <vector>

#include "engine/plan/impact.h"
#include "engine/plan/item.h"

/// Objects written as YAML, and a world of them. For the tests of this folder.
namespace armillary::plan::test {

inline std::vector<ObjectRef> objects(std::string_view yaml) {
    const auto items = readItems(yaml);
    REQUIRE_MESSAGE(items.has_value(), (items ? std::string() : items.error().text));
    std::vector<ObjectRef> all;
    for (const Item& item : *items) {
        auto object = Object::parse(item.json);
        REQUIRE(object.has_value());
        all.push_back(std::move(*object));
    }
    return all;
}
inline ObjectRef object(std::string_view yaml) {
    return objects(yaml).at(0);
}

class Sample final : public relations::World {
public:
    explicit Sample(std::string_view yaml = "") : m_objects(objects(yaml)) {}
    ObjectRef find(const relations::Kind& kind, std::string_view namespace_, std::string_view name) const override {
        for (const ObjectRef& each : m_objects)
            if (relations::kindOf(*each) == kind && each->namespace_() == namespace_ && each->name() == name)
                return each;
        return nullptr;
    }
    std::vector<ObjectRef> list(const relations::Kind& kind, std::string_view namespace_) const override {
        std::vector<ObjectRef> all;
        for (const ObjectRef& each : m_objects)
            if (relations::kindOf(*each) == kind && (namespace_.empty() || each->namespace_() == namespace_))
                all.push_back(each);
        return all;
    }

private:
    std::vector<ObjectRef> m_objects;
};

/// "rollout: Rolls 3 of 3 pods …", a line each.
inline std::vector<std::string> said(const ObjectRef& before, const ObjectRef& after,
                                     const relations::World& world = Sample()) {
    std::vector<std::string> lines;
    for (const Impact& each : impactOf(before, after, world))
        lines.push_back(std::string(each.id) + ": " + each.message);
    return lines;
}
inline std::vector<std::string> said(std::string_view before, std::string_view after,
                                     const relations::World& world = Sample()) {
    return said(before.empty() ? nullptr : object(before), after.empty() ? nullptr : object(after), world);
}

inline std::string replaced(std::string text, std::string_view what, std::string_view with) {
    const auto at = text.find(what);
    REQUIRE_MESSAGE(at != std::string::npos, what);
    return text.replace(at, what.size(), with);
}

using Lines = std::vector<std::string>;

}  // namespace armillary::plan::test
