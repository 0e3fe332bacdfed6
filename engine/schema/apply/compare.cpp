#include <map>

#include "engine/schema/apply/views.h"

namespace armillary::apply {
namespace {

template <class View>
class Comparer {
public:
    /// Changes of the place itself, and below it.
    struct Found {
        Comparison below;
        bool added = false, removed = false, modified = false;
    };

    Found compare(const SchemaNode& node, const View& before, const View& after, const FieldSet* ignored) const {
        Found found;
        const ValueKind beforeKind = before.kind(), afterKind = after.kind();
        const bool wasAbsent = beforeKind == ValueKind::Absent, isAbsent = afterKind == ValueKind::Absent;
        const Form beforeForm = formOf(node, beforeKind), afterForm = formOf(node, afterKind);
        bool leaf = false;
        if (isAbsent) {
            leaf = visit(beforeForm, node, before, after, ignored, found);
        } else {
            if (!wasAbsent && beforeForm != afterForm) visit(beforeForm, node, before, after, ignored, found);
            leaf = visit(afterForm, node, before, after, ignored, found);
        }
        if (!leaf) {
            found.added |= wasAbsent;
            found.removed |= isAbsent;
        }
        return found;
    }

private:
    static void put(std::string_view element, Found found, Comparison& into) {
        into.removed.add(element, found.removed, std::move(found.below.removed));
        into.modified.add(element, found.modified, std::move(found.below.modified));
        into.added.add(element, found.added, std::move(found.below.added));
    }

    static bool nothing(const View& view, ValueKind wanted) { return view.kind() != wanted || view.size() == 0; }

    /// True when the place is a leaf.
    bool visit(Form form, const SchemaNode& node, const View& before, const View& after, const FieldSet* ignored,
               Found& found) const {
        if (form == Form::Map && node.map == Relation::Granular &&
            !(nothing(before, ValueKind::Map) && nothing(after, ValueKind::Map))) {
            visitMap(node, before, after, ignored, found.below);
            return false;
        }
        if (form == Form::List && node.list == Relation::Granular &&
            !(nothing(before, ValueKind::List) && nothing(after, ValueKind::List))) {
            visitList(node, before, after, found.below);
            return false;
        }
        if (before.kind() == ValueKind::Absent)
            found.added = true;
        else if (after.kind() == ValueKind::Absent)
            found.removed = true;
        else if (!before.equals(after))
            found.modified = true;
        return true;
    }

    static View orAbsent(const View& view, ValueKind wanted) { return view.kind() == wanted ? view : View{}; }

    void visitMap(const SchemaNode& node, const View& before, const View& after, const FieldSet* ignored,
                  Comparison& into) const {
        View::zip(node, orAbsent(before, ValueKind::Map), orAbsent(after, ValueKind::Map),
                  [&](std::string_view name, const SchemaNode* member, const View& left, const View& right) {
                      std::string element;
                      const FieldSet* below = nullptr;
                      if (ignored && !ignored->empty()) {
                          element = fieldElement(name);
                          if (const FieldSet::Node* skipped = ignored->find(element)) {
                              if (skipped->member) return;
                              below = &skipped->below;
                          }
                      }
                      Found found = compare(member ? *member : deducedAny(), left, right, below);
                      if (!found.added && !found.removed && !found.modified && found.below.same()) return;
                      if (element.empty()) element = fieldElement(name);
                      put(element, std::move(found), into);
                  });
    }

    /// The items with one identity, before and after.
    struct Items {
        std::vector<View> before, after;
    };

    static void gather(const SchemaNode& node, const View& list, std::vector<View> Items::* side,
                       std::map<std::string, Items>& items) {
        if (list.kind() != ValueKind::List) return;
        for (std::size_t i = 0; i < list.size(); ++i) {
            const View item = list.at(i);
            // An item without identity has been refused, or is one of a type that has none.
            (items[itemElement(node, item).value_or("k:{}")].*side).push_back(item);
        }
    }

    void visitList(const SchemaNode& node, const View& before, const View& after, Comparison& into) const {
        std::map<std::string, Items> items;
        gather(node, before, &Items::before, items);
        gather(node, after, &Items::after, items);
        for (const auto& [element, item] : items) put(element, compareItems(*node.item, item), into);
    }

    /// Items that occur several times are compared as one.
    Found compareItems(const SchemaNode& node, const Items& items) const {
        const auto& [before, after] = items;
        const auto first = [](const std::vector<View>& views) { return views.empty() ? View{} : views.front(); };
        if (before.size() <= 1 && after.size() <= 1) return compare(node, first(before), first(after), nullptr);
        Found found;
        if (before.size() >= 2 && after.size() >= 2) {
            found.modified =
                !std::ranges::equal(before, after, [](const View& a, const View& b) { return a.equals(b); });
        } else if (before.size() >= 2) {
            if (!after.empty()) found = compare(node, View{}, after.front(), nullptr);
            found.removed = true;
        } else {
            if (!before.empty()) found = compare(node, before.front(), View{}, nullptr);
            found.added = true;
        }
        return found;
    }
};

}  // namespace

Comparison compareStructs(const schema::TypeInfo& type, const void* before, const void* after,
                          const FieldSet& ignored) {
    return Comparer<StructView>()
        .compare(schemaOf(type), StructView::ofStruct(type, before), StructView::ofStruct(type, after), &ignored)
        .below;
}

namespace document {

Comparison compare(const SchemaNode& node, const json::value& before, const json::value& after,
                   const FieldSet& ignored) {
    return Comparer<DocumentView>().compare(node, {&before}, {&after}, &ignored).below;
}

}  // namespace document

}  // namespace armillary::apply
