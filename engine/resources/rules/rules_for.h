#pragma once

#include <utility>

#include "engine/resources/checks/meta.h"
#include "engine/resources/resource.h"

namespace armillary::resources {

/// Rules of one type, typed. What a kind does not override is what most kinds do: status is emptied at creation and
/// kept by an ordinary update; a status update keeps everything but status and metadata.
template <schema::ApiStruct T>
class RulesFor : public Rules {
public:
    void setDefaults(void* object) const final { defaults(at(object)); }
    void prepareForCreate(void* object) const final { beforeCreate(at(object)); }
    void prepareForUpdate(void* object, const void* old) const final { beforeUpdate(at(object), at(old)); }
    void prepareForStatusUpdate(void* object, const void* old) const final { beforeStatusUpdate(at(object), at(old)); }
    FieldErrors validate(const void* object) const final {
        FieldErrors errors;
        check(at(object), errors);
        return errors;
    }
    FieldErrors validateUpdate(const void* object, const void* old) const final {
        FieldErrors errors;
        checkUpdate(at(object), at(old), errors);
        return errors;
    }
    FieldErrors validateStatusUpdate(const void* object, const void* old) const final {
        FieldErrors errors;
        checkStatusUpdate(at(object), at(old), errors);
        return errors;
    }
    FieldErrors validateApproval(const void* object, const void* old) const final {
        FieldErrors errors;
        checkApprovalUpdate(at(object), at(old), errors);
        return errors;
    }
    Warnings warnings(const void* object, const void* old) const final {
        Warnings warnings;
        warn(at(object), static_cast<const T*>(old), warnings);
        return warnings;
    }
    std::string selectableField(const void* object, std::string_view path) const final {
        return selectable(at(object), path);
    }
    Cells cells(const void* object, const Context& context) const final { return row(at(object), context); }
    std::int64_t defaultGraceSeconds(const void* object) const final { return graceSeconds(at(object)); }
    bool deletesGracefully(const void* object) const final { return graceful(at(object)); }

protected:
    virtual void defaults(T&) const {}
    virtual void beforeCreate(T& object) const {
        if constexpr (requires { object.status; })
            object.status = {};
        else
            (void)object;
    }
    virtual void beforeUpdate(T& object, const T& old) const {
        if constexpr (requires { object.status; })
            object.status = old.status;
        else
            (void)object, (void)old;
    }
    virtual void beforeStatusUpdate(T& object, const T& old) const {
        if constexpr (requires { object.status; }) {
            auto status = std::move(object.status);
            auto metadata = std::move(object.metadata);
            const metav1::TypeMeta type = object;
            object = old;
            static_cast<metav1::TypeMeta&>(object) = type;
            object.status = std::move(status);
            object.metadata = std::move(metadata);
        } else {
            (void)object, (void)old;
        }
    }
    virtual void check(const T&, FieldErrors&) const {}
    /// By default the same as for a new object.
    virtual void checkUpdate(const T& object, const T&, FieldErrors& errors) const { check(object, errors); }
    virtual void checkStatusUpdate(const T&, const T&, FieldErrors&) const {}
    virtual void checkApprovalUpdate(const T&, const T&, FieldErrors&) const {}
    /// `old` is null for a new object.
    virtual void warn(const T&, const T* old, Warnings&) const { (void)old; }
    virtual std::string selectable(const T&, std::string_view) const { return {}; }
    virtual Cells row(const T&, const Context&) const { return {}; }
    virtual std::int64_t graceSeconds(const T&) const { return 0; }
    virtual bool graceful(const T&) const { return false; }

private:
    static T& at(void* object) { return *static_cast<T*>(object); }
    static const T& at(const void* object) { return *static_cast<const T*>(object); }
};

/// The rules of a kind that has none of its own.
template <schema::ApiStruct T>
const Rules& plainRules() {
    static const RulesFor<T> rules;
    return rules;
}

}  // namespace armillary::resources
