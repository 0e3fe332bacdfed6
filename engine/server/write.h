#pragma once

#include <functional>
#include <optional>
#include <string>

#include "engine/server/core.h"
#include "engine/server/managed_fields.h"
#include "engine/server/storage.h"
#include "engine/server/value.h"

/// The way of a write, the same for every verb:
/// decode → defaults → admission (mutate) → rules (prepare) → validation → admission (validate) → store.
namespace armillary::server {

/// What a write left behind.
struct Written {
    std::string json;  ///< in the row's version, resourceVersion included
    bool created = false;
    bool deleted = false;  ///< the update took the last finalizer, and the object went
};

struct CreateRequest {
    const Resource& resource;
    std::string namespace_;
    bool dryRun = false;
    FieldWriter writer;
    RequestNotes notes = {};
};
/// Stores a new object; its name is made from generateName where it has none.
Result<Written> createStored(Core& core, const User& user, const CreateRequest& request, Value object);

struct UpdateRequest {
    const Resource& resource;
    std::string namespace_, name;
    std::string subresource;  ///< "" is an ordinary update
    bool dryRun = false;
    bool mayCreate = false;             ///< an update of what does not exist creates it, where the kind allows
    bool forceCreate = false;           ///< whatever the kind (server-side apply)
    bool again = true;                  ///< start over with the then current object when another writer was faster
    std::optional<FieldWriter> writer;  ///< nothing: metadata.managedFields stay as they are
    /// Makes the next value from the current one (null: there is none). A resourceVersion in it other than the current
    /// one's is a conflict. What the server sets is put right afterwards.
    std::function<Result<Value>(const Value* current)> change;
    RequestNotes notes = {};
    const AdmissionView* view = nullptr;  ///< how the subresource shows the object
    bool admitted = false;  ///< what the caller does has been judged as another kind (Binding, Eviction) already
};
Result<Written> updateStored(Core& core, const User& user, const UpdateRequest& request);

struct DeleteRequest {
    const Resource& resource;
    std::string namespace_, name;
    metav1::DeleteOptions options;
    RequestNotes notes = {};
    bool admitted = false;  ///< as in UpdateRequest
};
struct Deletion {
    std::string json;  ///< the object as it was last, in the row's version
    std::string uid;
    bool gone = false;  ///< false: finalizers or a grace period hold it
};
Result<Deletion> deleteStored(Core& core, const User& user, const DeleteRequest& request);

/// Runs the admission plugins; mutation may put another value into the call's holder.
Result<void> admitMutating(Core& core, AdmissionCall& call);
Result<void> admitValidating(Core& core, const AdmissionCall& call);
/// Both, for what is not stored itself: connections, and subresources that speak a kind of their own.
Result<void> admit(Core& core, AdmissionCall call);

/// Tells the client what the kind's rules advise against in an object that is to be written; `old` null: a new one.
void warnOf(const Resource& resource, const void* object, const void* old, const RequestNotes& notes);

/// Whether two values differ in anything but metadata, status, kind and apiVersion.
bool specDiffers(const Value& left, const Value& right);
/// `base` with kind, apiVersion, metadata and `field` (status …) of `overlay`.
Value withMemberOf(const Value& base, const Value& overlay, std::string_view field);

}  // namespace armillary::server
