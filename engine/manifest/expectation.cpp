#include "engine/manifest/expectation.h"

#include <algorithm>
#include <format>

namespace armillary::manifest {

namespace {

class Expectation {
public:
    Expectation(const Path& path, const Edit& edit, const Value& value) : m_path(path), m_edit(edit), m_value(value) {}

    std::expected<void, Refusal> apply(Value& root) {
        switch (m_edit.kind) {
            case Edit::Kind::Set:
                return set(root);
            case Edit::Kind::Insert:
                return insert(root);
            case Edit::Kind::Remove:
                return remove(root);
            case Edit::Kind::Rename:
                return rename(root);
            case Edit::Kind::Move:
                return move(root);
        }
        return {};
    }

private:
    std::unexpected<Refusal> refuse(std::string_view reason, std::string_view what) const {
        return std::unexpected(
            Refusal{reason, std::format("{}: {}", m_path.empty() ? "the document" : print(m_path), what)});
    }

    static Value* memberOf(Value& map, std::string_view key) { return const_cast<Value*>(map.member(key)); }

    /// Along the first `steps` of the path; null where it ends before.
    Value* descend(Value& root, std::size_t steps) const {
        Value* at = &root;
        for (std::size_t i = 0; i < steps && at; ++i) {
            const Step& step = m_path[i];
            if (step.kind == Step::Kind::Key)
                at = memberOf(*at, step.key);
            else
                at = step.kind == Step::Kind::Index && step.index < at->items.size() ? &at->items[step.index] : nullptr;
        }
        return at;
    }

    /// The value at the path; mappings that are not there are made, also where there is null.
    Value* make(Value& root) const {
        Value* at = &root;
        for (const Step& step : m_path) {
            if (step.kind != Step::Kind::Key) {
                if (step.kind == Step::Kind::Match || step.index >= at->items.size()) return nullptr;
                at = &at->items[step.index];
                continue;
            }
            if (at->isNull()) at->kind = Value::Kind::Map;
            if (!memberOf(*at, step.key)) insertMember(*at, {step.key, {}});
            at = memberOf(*at, step.key);
        }
        return at;
    }

    std::expected<void, Refusal> set(Value& root) const {
        Value* at = make(root);
        if (!at) return refuse(refusal::kAbsent, "the list has no such item; insert adds one");
        *at = m_value;
        return {};
    }

    std::expected<void, Refusal> insert(Value& root) const {
        Value* list = make(root);
        if (!list) return refuse(refusal::kAbsent, "the list that holds it has no such item");
        if (list->isNull()) list->kind = Value::Kind::List;
        if (list->kind != Value::Kind::List) return refuse(refusal::kForm, "it is no list");
        const std::size_t at = m_edit.at.value_or(list->items.size());
        if (at > list->items.size())
            return refuse(refusal::kAbsent, std::format("it has only {} items", list->items.size()));
        list->items.insert(list->items.begin() + static_cast<std::ptrdiff_t>(at), m_value);
        return {};
    }

    std::expected<void, Refusal> remove(Value& root) const {
        if (m_path.empty()) return refuse(refusal::kForm, "a document is no member of anything");
        Value* holder = descend(root, m_path.size() - 1);
        if (!descend(root, m_path.size())) return refuse(refusal::kAbsent, "it is not there");
        const Step& last = m_path.back();
        if (last.kind == Step::Kind::Key)
            std::erase_if(holder->members, [&](const Member& member) { return member.key == last.key; });
        else
            holder->items.erase(holder->items.begin() + static_cast<std::ptrdiff_t>(last.index));
        return {};
    }

    std::expected<void, Refusal> rename(Value& root) const {
        if (m_path.empty() || m_path.back().kind != Step::Kind::Key)
            return refuse(refusal::kForm, "only keys have names");
        Value* holder = descend(root, m_path.size() - 1);
        Value* old = descend(root, m_path.size());
        if (!old) return refuse(refusal::kAbsent, "it is not there");
        if (holder->member(m_edit.text))
            return refuse(refusal::kExists, std::format("there is \"{}\" already", m_edit.text));
        Member renamed{m_edit.text, std::move(*old)};
        std::erase_if(holder->members, [&](const Member& member) { return member.key == m_path.back().key; });
        insertMember(*holder, std::move(renamed));
        return {};
    }

    std::expected<void, Refusal> move(Value& root) const {
        if (m_path.empty() || m_path.back().kind != Step::Kind::Index || !descend(root, m_path.size()))
            return refuse(refusal::kAbsent, "there is no such item");
        auto& items = descend(root, m_path.size() - 1)->items;
        const std::size_t from = m_path.back().index;
        if (!m_edit.at || *m_edit.at >= items.size())
            return refuse(refusal::kAbsent, std::format("its list has only {} items", items.size()));
        Value moved = std::move(items[from]);
        items.erase(items.begin() + static_cast<std::ptrdiff_t>(from));
        items.insert(items.begin() + static_cast<std::ptrdiff_t>(*m_edit.at), std::move(moved));
        return {};
    }

    const Path& m_path;
    const Edit& m_edit;
    const Value& m_value;
};

}  // namespace

std::expected<void, Refusal> expect(Value& root, const Path& path, const Edit& edit, const Value& value) {
    return Expectation(path, edit, value).apply(root);
}

}  // namespace armillary::manifest
