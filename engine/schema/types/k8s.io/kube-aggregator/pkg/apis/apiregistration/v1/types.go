package v1

import (
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
)

// Whether a condition holds.
type ConditionStatus string

const (
	ConditionTrue    ConditionStatus = "True"
	ConditionFalse   ConditionStatus = "False"
	ConditionUnknown ConditionStatus = "Unknown"
)

// Names one aspect of an APIService's state.
type APIServiceConditionType string

const (
	// The API is served and answers.
	Available APIServiceConditionType = "Available"
)

// ServiceReference points at the Service behind which an API is served.
type ServiceReference struct {
	// The namespace of the Service.
	// +optional
	Namespace string `json:"namespace,omitempty" protobuf:"bytes,1,opt,name=namespace"`
	// The name of the Service.
	// +optional
	Name string `json:"name,omitempty" protobuf:"bytes,2,opt,name=name"`
	// The port of the Service, from 1 to 65535; 443 when left out.
	// +optional
	Port *int32 `json:"port,omitempty" protobuf:"varint,3,opt,name=port"`
}

// APIServiceSpec says where one version of one API group is served, and how it ranks among the others. Servers are
// reached over HTTPS only.
type APIServiceSpec struct {
	// The Service that answers for this group and version. Without one they are served by this API server itself.
	// +optional
	Service *ServiceReference `json:"service,omitempty" protobuf:"bytes,1,opt,name=service"`
	// The API group that is served.
	Group string `json:"group,omitempty" protobuf:"bytes,2,opt,name=group"`
	// The version of the group, such as "v1".
	Version string `json:"version,omitempty" protobuf:"bytes,3,opt,name=version"`
	// Accept any certificate from the server. Prefer caBundle: this leaves the connection open to impostors.
	InsecureSkipTLSVerify bool `json:"insecureSkipTLSVerify,omitempty" protobuf:"varint,4,opt,name=insecureSkipTLSVerify"`
	// Certificates in PEM that the server's certificate must lead to. When left out, the system's trusted roots are used.
	// +listType=atomic
	// +optional
	CABundle []byte `json:"caBundle,omitempty" protobuf:"bytes,5,opt,name=caBundle"`
	// The rank of the group: clients prefer groups of a higher number, and then those first in the alphabet. The highest
	// number among the versions of a group counts for it.
	GroupPriorityMinimum int32 `json:"groupPriorityMinimum" protobuf:"varint,7,opt,name=groupPriorityMinimum"`
	// The rank of this version within its group, above zero, higher numbers first. Equal ones are ordered by name:
	// stable versions before beta before alpha, newer before older, and names of any other form last, by the alphabet.
	VersionPriority int32 `json:"versionPriority" protobuf:"varint,8,opt,name=versionPriority"`
}

// APIServiceCondition is one aspect of an APIService's state at one point in time.
type APIServiceCondition struct {
	// Which aspect this is.
	Type APIServiceConditionType `json:"type" protobuf:"bytes,1,opt,name=type"`
	// True, False or Unknown.
	Status ConditionStatus `json:"status" protobuf:"bytes,2,opt,name=status"`
	// When the status last changed.
	// +optional
	LastTransitionTime metav1.Time `json:"lastTransitionTime,omitempty" protobuf:"bytes,3,opt,name=lastTransitionTime"`
	// One CamelCase word on why it last changed.
	// +optional
	Reason string `json:"reason,omitempty" protobuf:"bytes,4,opt,name=reason"`
	// The same for people to read.
	// +optional
	Message string `json:"message,omitempty" protobuf:"bytes,5,opt,name=message"`
}

// APIServiceStatus is what is observed of an APIService.
type APIServiceStatus struct {
	// The state, aspect by aspect.
	// +optional
	// +patchMergeKey=type
	// +patchStrategy=merge
	// +listType=map
	// +listMapKey=type
	Conditions []APIServiceCondition `json:"conditions,omitempty" patchStrategy:"merge" patchMergeKey:"type" protobuf:"bytes,1,rep,name=conditions"`
}

// APIService registers one version of one API group. Its name is VERSION.GROUP.
type APIService struct {
	metav1.TypeMeta `json:",inline"`
	// The object's metadata.
	// +optional
	metav1.ObjectMeta `json:"metadata,omitempty" protobuf:"bytes,1,opt,name=metadata"`
	// Where and how the group and version are served.
	Spec APIServiceSpec `json:"spec,omitempty" protobuf:"bytes,2,opt,name=spec"`
	// What is observed of it.
	Status APIServiceStatus `json:"status,omitempty" protobuf:"bytes,3,opt,name=status"`
}

// APIServiceList is a list of APIServices.
type APIServiceList struct {
	metav1.TypeMeta `json:",inline"`
	// The list's metadata.
	// +optional
	metav1.ListMeta `json:"metadata,omitempty" protobuf:"bytes,1,opt,name=metadata"`
	// The APIServices.
	Items []APIService `json:"items" protobuf:"bytes,2,rep,name=items"`
}
