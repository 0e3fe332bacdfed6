#pragma once

#include "engine/server/core.h"
#include "engine/server/value.h"

namespace armillary::server {

/// What an update of the call's subresource may change: takes the rest of `next` from `current`. Ordinary updates and
/// those of status pass through; the write pipeline and the kind's rules see to them.
Result<Value> restrictTo(const Call& call, const Value& current, Value next);

/// Takes out owner references that are there twice, and tells the client so.
/// Source: k8s.io/apiserver/pkg/endpoints/handlers, dedupOwnerReferencesAndAddWarning.
void dedupOwnerReferences(Call& call, metav1::ObjectMeta& meta, bool afterAdmission = false);

/// Asks admission about the body of a subresource that speaks a kind of its own (Binding, Eviction, TokenRequest),
/// which it may change. `name` is the object that the subresource is of.
Result<void> admitBody(Call& call, Value& body, const std::string& name, bool dryRun);

}  // namespace armillary::server
