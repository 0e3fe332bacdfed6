#include "engine/resources/row_builder.h"
#include "engine/resources/rules/catalog.h"
#include "engine/schema/api/admissionregistrationv1.h"
#include "engine/schema/api/apiextensionsv1.h"
#include "engine/schema/api/apiregistrationv1.h"
#include "engine/schema/api/coordinationv1.h"
#include "engine/schema/api/discoveryv1.h"
#include "engine/schema/api/eventsv1.h"
#include "engine/schema/api/flowcontrolv1.h"
#include "engine/schema/api/metricsv1beta1.h"
#include "engine/schema/api/networkingv1.h"
#include "engine/schema/api/nodev1.h"
#include "engine/schema/api/schedulingv1.h"
#include "engine/schema/api/storagev1.h"

namespace armillary::resources {

namespace {

void addNetworking(std::vector<Resource>& rows) {
    RowBuilder networking(rows, "networking.k8s.io", "v1");
    networking.add<networkingv1::IngressClass>("ingressclasses", rules::ingressClass()).clusterScoped().generation();
    networking.add<networkingv1::Ingress>("ingresses", rules::ingress()).shortNames({"ing"}).generation().status();
    networking.add<networkingv1::NetworkPolicy>("networkpolicies", rules::networkPolicy())
        .shortNames({"netpol"})
        .generation();
}

void addStorage(std::vector<Resource>& rows) {
    RowBuilder storage(rows, "storage.k8s.io", "v1");
    storage.add<storagev1::CSIDriver>("csidrivers", rules::csiDriver()).clusterScoped();
    storage.add<storagev1::CSINode>("csinodes", rules::csiNode()).clusterScoped();
    storage.add<storagev1::CSIStorageCapacity>("csistoragecapacities", rules::csiStorageCapacity());
    storage.add<storagev1::StorageClass>("storageclasses", rules::storageClass()).clusterScoped().shortNames({"sc"});
    storage.add<storagev1::VolumeAttachment>("volumeattachments", rules::volumeAttachment()).clusterScoped().status();
}

void addExtensions(std::vector<Resource>& rows) {
    RowBuilder admission(rows, "admissionregistration.k8s.io", "v1");
    using namespace admissionregistrationv1;
    admission.add<MutatingWebhookConfiguration>("mutatingwebhookconfigurations", rules::mutatingWebhookConfiguration())
        .clusterScoped()
        .category("api-extensions")
        .generation();
    admission.add<ValidatingAdmissionPolicy>("validatingadmissionpolicies", rules::validatingAdmissionPolicy())
        .clusterScoped()
        .category("api-extensions")
        .generation()
        .status();
    admission
        .add<ValidatingAdmissionPolicyBinding>("validatingadmissionpolicybindings",
                                               rules::validatingAdmissionPolicyBinding())
        .clusterScoped()
        .category("api-extensions")
        .generation();
    admission
        .add<ValidatingWebhookConfiguration>("validatingwebhookconfigurations", rules::validatingWebhookConfiguration())
        .clusterScoped()
        .category("api-extensions")
        .generation();
    RowBuilder extensions(rows, "apiextensions.k8s.io", "v1");
    extensions
        .add<apiextensionsv1::CustomResourceDefinition>("customresourcedefinitions", rules::customResourceDefinition())
        .clusterScoped()
        .shortNames({"crd", "crds"})
        .category("api-extensions")
        .generation()
        .status();
}

void addFlowControl(std::vector<Resource>& rows) {
    RowBuilder flow(rows, "flowcontrol.apiserver.k8s.io", "v1");
    flow.add<flowcontrolv1::FlowSchema>("flowschemas", rules::flowSchema()).clusterScoped().generation().status();
    flow.add<flowcontrolv1::PriorityLevelConfiguration>("prioritylevelconfigurations",
                                                        rules::priorityLevelConfiguration())
        .clusterScoped()
        .generation()
        .status();
}

}  // namespace

void addClusterRows(std::vector<Resource>& rows) {
    RowBuilder registration(rows, "apiregistration.k8s.io", "v1");
    registration.add<apiregistrationv1::APIService>("apiservices", rules::apiService())
        .clusterScoped()
        .name(NameRule::PathSegment)
        .category("api-extensions")
        .status();
    RowBuilder events(rows, "events.k8s.io", "v1");
    events.add<eventsv1::Event>("events", rules::event()).shortNames({"ev"});
    addNetworking(rows);
    addStorage(rows);
    addExtensions(rows);
    RowBuilder scheduling(rows, "scheduling.k8s.io", "v1");
    scheduling.add<schedulingv1::PriorityClass>("priorityclasses", rules::priorityClass())
        .clusterScoped()
        .shortNames({"pc"})
        .generation();
    RowBuilder coordination(rows, "coordination.k8s.io", "v1");
    coordination.add<coordinationv1::Lease>("leases", rules::lease());
    RowBuilder node(rows, "node.k8s.io", "v1");
    node.add<nodev1::RuntimeClass>("runtimeclasses", rules::runtimeClass()).clusterScoped();
    RowBuilder discovery(rows, "discovery.k8s.io", "v1");
    discovery.add<discoveryv1::EndpointSlice>("endpointslices", rules::endpointSlice()).generation();
    addFlowControl(rows);
    RowBuilder metrics(rows, "metrics.k8s.io", "v1beta1");
    metrics.add<metricsv1beta1::NodeMetrics>("nodes", rules::nodeMetrics()).clusterScoped().computed();
    metrics.add<metricsv1beta1::PodMetrics>("pods", rules::podMetrics()).computed();
}

}  // namespace armillary::resources
