#pragma once

#include "engine/resources/resource.h"

/// The rules of every kind that has some, one function each. Their files are named after the kind.
namespace armillary::resources::rules {

// core
const Rules& binding();
const Rules& componentStatus();
const Rules& configMap();
const Rules& endpoints();
const Rules& coreEvent();
const Rules& limitRange();
const Rules& namespace_();
const Rules& node();
const Rules& persistentVolume();
const Rules& persistentVolumeClaim();
const Rules& pod();
const Rules& podTemplate();
const Rules& replicationController();
const Rules& resourceQuota();
const Rules& secret();
const Rules& serviceAccount();
const Rules& service();
// metrics.k8s.io
const Rules& nodeMetrics();
const Rules& podMetrics();
// admissionregistration.k8s.io
const Rules& mutatingWebhookConfiguration();
const Rules& validatingWebhookConfiguration();
const Rules& validatingAdmissionPolicy();
const Rules& validatingAdmissionPolicyBinding();
// apiextensions.k8s.io, apiregistration.k8s.io
const Rules& customResourceDefinition();
const Rules& apiService();
// apps
const Rules& controllerRevision();
const Rules& daemonSet();
const Rules& deployment();
const Rules& replicaSet();
const Rules& statefulSet();
// autoscaling, batch
const Rules& horizontalPodAutoscalerV1();
const Rules& horizontalPodAutoscaler();
const Rules& cronJob();
const Rules& job();
// certificates.k8s.io, coordination.k8s.io, discovery.k8s.io, events.k8s.io
const Rules& certificateSigningRequest();
const Rules& lease();
const Rules& endpointSlice();
const Rules& event();
// flowcontrol.apiserver.k8s.io
const Rules& flowSchema();
const Rules& priorityLevelConfiguration();
// networking.k8s.io
const Rules& ingress();
const Rules& ingressClass();
const Rules& networkPolicy();
// node.k8s.io, policy, scheduling.k8s.io
const Rules& runtimeClass();
const Rules& podDisruptionBudget();
const Rules& priorityClass();
// rbac.authorization.k8s.io
const Rules& role();
const Rules& clusterRole();
const Rules& roleBinding();
const Rules& clusterRoleBinding();
// storage.k8s.io
const Rules& storageClass();
const Rules& volumeAttachment();
const Rules& csiDriver();
const Rules& csiNode();
const Rules& csiStorageCapacity();

/// Between the versions of one stored object, for Resource::toStored and fromStored.
void hpaV1ToV2(const void* v1, void* v2);
void hpaV2ToV1(const void* v2, void* v1);
void eventToCore(const void* event, void* core);
void eventFromCore(const void* core, void* event);

}  // namespace armillary::resources::rules
