package v1

import (
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/runtime"
	"k8s.io/apimachinery/pkg/types"
)

// ConversionStrategyType says how objects are converted between the versions of a custom resource.
type ConversionStrategyType string

const (
	// Only apiVersion is changed.
	NoneConverter ConversionStrategyType = "None"
	// A webhook converts.
	WebhookConverter ConversionStrategyType = "Webhook"
)

// ResourceScope says whether objects live in namespaces.
type ResourceScope string

const (
	ClusterScoped   ResourceScope = "Cluster"
	NamespaceScoped ResourceScope = "Namespaced"
)

// ConditionStatus is whether a condition holds.
type ConditionStatus string

const (
	ConditionTrue    ConditionStatus = "True"
	ConditionFalse   ConditionStatus = "False"
	ConditionUnknown ConditionStatus = "Unknown"
)

// CustomResourceDefinitionConditionType names one aspect of a definition's state.
type CustomResourceDefinitionConditionType string

const (
	// The resource is served.
	Established CustomResourceDefinitionConditionType = "Established"
	// Its names collide with nobody's.
	NamesAccepted CustomResourceDefinitionConditionType = "NamesAccepted"
	// Its schemas break no rule of structural schemas.
	NonStructuralSchema CustomResourceDefinitionConditionType = "NonStructuralSchema"
	// It is being deleted, and its objects with it.
	Terminating CustomResourceDefinitionConditionType = "Terminating"
	// A kubernetes.io group is used with leave.
	KubernetesAPIApprovalPolicyConformant CustomResourceDefinitionConditionType = "KubernetesAPIApprovalPolicyConformant"
)

const (
	// The finalizer that removes a definition's objects before the definition.
	CustomResourceCleanupFinalizer = "customresourcecleanup.apiextensions.k8s.io"
)

// CustomResourceDefinitionSpec is a custom resource as its author wants it.
type CustomResourceDefinitionSpec struct {
	// The API group, served below /apis/GROUP. The definition's name must be PLURAL.GROUP.
	Group string `json:"group" protobuf:"bytes,1,opt,name=group"`
	// The names of the resource and of its kind.
	Names CustomResourceDefinitionNames `json:"names" protobuf:"bytes,3,opt,name=names"`
	// Cluster or Namespaced.
	Scope ResourceScope `json:"scope" protobuf:"bytes,4,opt,name=scope,casttype=ResourceScope"`
	// All versions. Discovery lists the served ones in the order of their names: stable before beta before alpha, newer
	// before older, and names of any other form last, by the alphabet.
	// +listType=atomic
	Versions []CustomResourceDefinitionVersion `json:"versions" protobuf:"bytes,7,rep,name=versions"`
	// How objects are converted between versions.
	// +optional
	Conversion *CustomResourceConversion `json:"conversion,omitempty" protobuf:"bytes,9,opt,name=conversion"`
	// Keep fields that the schema does not name. Kept for old definitions; new ones set
	// x-kubernetes-preserve-unknown-fields in a schema instead.
	// +optional
	PreserveUnknownFields bool `json:"preserveUnknownFields,omitempty" protobuf:"varint,10,opt,name=preserveUnknownFields"`
}

// CustomResourceConversion says how objects are converted between versions.
type CustomResourceConversion struct {
	// None (only apiVersion changes) or Webhook (ask the webhook below).
	Strategy ConversionStrategyType `json:"strategy" protobuf:"bytes,1,name=strategy"`
	// The webhook, for the strategy of that name.
	// +optional
	Webhook *WebhookConversion `json:"webhook,omitempty" protobuf:"bytes,2,opt,name=webhook"`
}

// WebhookConversion describes a webhook that converts objects.
type WebhookConversion struct {
	// How to reach it.
	// +optional
	ClientConfig *WebhookClientConfig `json:"clientConfig,omitempty" protobuf:"bytes,2,name=clientConfig"`
	// The versions of ConversionReview that it understands, the preferred one first.
	// +listType=atomic
	ConversionReviewVersions []string `json:"conversionReviewVersions" protobuf:"bytes,3,rep,name=conversionReviewVersions"`
}

// WebhookClientConfig says how a webhook is reached: by url or by service, one of the two.
type WebhookClientConfig struct {
	// An https address, without user, fragment or query.
	// +optional
	URL *string `json:"url,omitempty" protobuf:"bytes,3,opt,name=url"`
	// A Service of the cluster.
	// +optional
	Service *ServiceReference `json:"service,omitempty" protobuf:"bytes,1,opt,name=service"`
	// Certificates in PEM that the webhook's certificate must lead to; the system's trusted roots when left out.
	// +optional
	CABundle []byte `json:"caBundle,omitempty" protobuf:"bytes,2,opt,name=caBundle"`
}

// ServiceReference points at a Service.
type ServiceReference struct {
	// Its namespace.
	Namespace string `json:"namespace" protobuf:"bytes,1,opt,name=namespace"`
	// Its name.
	Name string `json:"name" protobuf:"bytes,2,opt,name=name"`
	// The path to ask for.
	// +optional
	Path *string `json:"path,omitempty" protobuf:"bytes,3,opt,name=path"`
	// The port, from 1 to 65535; 443 when left out.
	// +optional
	Port *int32 `json:"port,omitempty" protobuf:"varint,4,opt,name=port"`
}

// CustomResourceDefinitionVersion is one version of a custom resource.
type CustomResourceDefinitionVersion struct {
	// The version's name, such as v1 or v2beta1; served below /apis/GROUP/NAME.
	Name string `json:"name" protobuf:"bytes,1,opt,name=name"`
	// Whether the version is served.
	Served bool `json:"served" protobuf:"varint,2,opt,name=served"`
	// Whether objects are stored in this version. Exactly one version has this.
	Storage bool `json:"storage" protobuf:"varint,3,opt,name=storage"`
	// Whether answers of this version carry a warning that it will go.
	// +optional
	Deprecated bool `json:"deprecated,omitempty" protobuf:"varint,7,opt,name=deprecated"`
	// The text of that warning, in place of the usual one.
	// +optional
	DeprecationWarning *string `json:"deprecationWarning,omitempty" protobuf:"bytes,8,opt,name=deprecationWarning"`
	// What objects of this version look like.
	// +optional
	Schema *CustomResourceValidation `json:"schema,omitempty" protobuf:"bytes,4,opt,name=schema"`
	// The subresources of this version.
	// +optional
	Subresources *CustomResourceSubresources `json:"subresources,omitempty" protobuf:"bytes,5,opt,name=subresources"`
	// Columns to print beside the name. Without any, the age is printed.
	// +optional
	// +listType=atomic
	AdditionalPrinterColumns []CustomResourceColumnDefinition `json:"additionalPrinterColumns,omitempty" protobuf:"bytes,6,rep,name=additionalPrinterColumns"`
	// Fields that field selectors may name, eight at most.
	// +optional
	// +listType=atomic
	SelectableFields []SelectableField `json:"selectableFields,omitempty" protobuf:"bytes,9,rep,name=selectableFields"`
}

// SelectableField is a field that field selectors may name.
type SelectableField struct {
	// The path of a string, integer or boolean field, such as `.spec.color`; no list, nothing in metadata.
	JSONPath string `json:"jsonPath" protobuf:"bytes,1,opt,name=jsonPath"`
}

// CustomResourceColumnDefinition is a column that is printed for each object.
type CustomResourceColumnDefinition struct {
	// The column's title.
	Name string `json:"name" protobuf:"bytes,1,opt,name=name"`
	// The OpenAPI type of its values: integer, number, string, boolean or date.
	Type string `json:"type" protobuf:"bytes,2,opt,name=type"`
	// The OpenAPI format of its values. The format name marks the column that holds the object's name.
	// +optional
	Format string `json:"format,omitempty" protobuf:"bytes,3,opt,name=format"`
	// What the column shows.
	// +optional
	Description string `json:"description,omitempty" protobuf:"bytes,4,opt,name=description"`
	// How readily the column is left out: above 0 it is printed in wide views only.
	// +optional
	Priority int32 `json:"priority,omitempty" protobuf:"bytes,5,opt,name=priority"`
	// Where in an object the value stands.
	JSONPath string `json:"jsonPath" protobuf:"bytes,6,opt,name=jsonPath"`
}

// CustomResourceDefinitionNames are the names of a custom resource.
type CustomResourceDefinitionNames struct {
	// The resource in the plural and in lower case, as in its path.
	Plural string `json:"plural" protobuf:"bytes,1,opt,name=plural"`
	// The resource in the singular; the kind in lower case when left out.
	// +optional
	Singular string `json:"singular,omitempty" protobuf:"bytes,2,opt,name=singular"`
	// Short names in lower case for command lines.
	// +optional
	// +listType=atomic
	ShortNames []string `json:"shortNames,omitempty" protobuf:"bytes,3,opt,name=shortNames"`
	// The kind of an object, in CamelCase and the singular.
	Kind string `json:"kind" protobuf:"bytes,4,opt,name=kind"`
	// The kind of a list; the kind with List appended when left out.
	// +optional
	ListKind string `json:"listKind,omitempty" protobuf:"bytes,5,opt,name=listKind"`
	// Groups of resources that this one belongs to, such as all.
	// +optional
	// +listType=atomic
	Categories []string `json:"categories,omitempty" protobuf:"bytes,6,rep,name=categories"`
}

// CustomResourceDefinitionCondition is one aspect of a definition's state at one point in time.
type CustomResourceDefinitionCondition struct {
	// Which aspect this is: Established, NamesAccepted, Terminating and others.
	Type CustomResourceDefinitionConditionType `json:"type" protobuf:"bytes,1,opt,name=type,casttype=CustomResourceDefinitionConditionType"`
	// True, False or Unknown.
	Status ConditionStatus `json:"status" protobuf:"bytes,2,opt,name=status,casttype=ConditionStatus"`
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

// CustomResourceDefinitionStatus is what is observed of a definition.
type CustomResourceDefinitionStatus struct {
	// The state, aspect by aspect.
	// +optional
	// +listType=map
	// +listMapKey=type
	Conditions []CustomResourceDefinitionCondition `json:"conditions" protobuf:"bytes,1,opt,name=conditions"`
	// The names under which the resource is served; they may differ from those asked for.
	// +optional
	AcceptedNames CustomResourceDefinitionNames `json:"acceptedNames" protobuf:"bytes,2,opt,name=acceptedNames"`
	// Every version that an object was ever stored in. One may be taken off by hand once no such object is left, and
	// only then be removed from the definition.
	// +optional
	// +listType=atomic
	StoredVersions []string `json:"storedVersions" protobuf:"bytes,3,rep,name=storedVersions"`
}

// CustomResourceDefinition adds a resource to the API. Its name is PLURAL.GROUP.
type CustomResourceDefinition struct {
	metav1.TypeMeta `json:",inline"`
	// The object's metadata.
	// +optional
	metav1.ObjectMeta `json:"metadata,omitempty" protobuf:"bytes,1,opt,name=metadata"`
	// The resource as its author wants it.
	Spec CustomResourceDefinitionSpec `json:"spec" protobuf:"bytes,2,opt,name=spec"`
	// What is observed of it.
	// +optional
	Status CustomResourceDefinitionStatus `json:"status,omitempty" protobuf:"bytes,3,opt,name=status"`
}

// CustomResourceDefinitionList is a list of definitions.
type CustomResourceDefinitionList struct {
	metav1.TypeMeta `json:",inline"`
	// The list's metadata.
	// +optional
	metav1.ListMeta `json:"metadata,omitempty" protobuf:"bytes,1,opt,name=metadata"`
	// The definitions.
	Items []CustomResourceDefinition `json:"items" protobuf:"bytes,2,rep,name=items"`
}

// CustomResourceValidation says what objects look like.
type CustomResourceValidation struct {
	// The schema that objects are checked against and pruned by.
	// +optional
	OpenAPIV3Schema *JSONSchemaProps `json:"openAPIV3Schema,omitempty" protobuf:"bytes,1,opt,name=openAPIV3Schema"`
}

// CustomResourceSubresources are the subresources of a custom resource.
type CustomResourceSubresources struct {
	// Serve /status: writes to it change status only, and other writes leave status alone.
	// +optional
	Status *CustomResourceSubresourceStatus `json:"status,omitempty" protobuf:"bytes,1,opt,name=status"`
	// Serve /scale, an autoscaling/v1 Scale.
	// +optional
	Scale *CustomResourceSubresourceScale `json:"scale,omitempty" protobuf:"bytes,2,opt,name=scale"`
}

// CustomResourceSubresourceStatus asks for the subresource /status; there is nothing to configure.
type CustomResourceSubresourceStatus struct{}

// CustomResourceSubresourceScale says where in an object the parts of a Scale stand. The paths have no list notation.
type CustomResourceSubresourceScale struct {
	// The field below .spec that holds the wanted number of replicas. Reading /scale fails while it is unset.
	SpecReplicasPath string `json:"specReplicasPath" protobuf:"bytes,1,name=specReplicasPath"`
	// The field below .status that holds the observed number; 0 while unset.
	StatusReplicasPath string `json:"statusReplicasPath" protobuf:"bytes,2,opt,name=statusReplicasPath"`
	// The field below .status or .spec that holds a label selector in its text form, which autoscalers need.
	// +optional
	LabelSelectorPath *string `json:"labelSelectorPath,omitempty" protobuf:"bytes,3,opt,name=labelSelectorPath"`
}

// ConversionReview is what a conversion webhook is asked and answers.
type ConversionReview struct {
	metav1.TypeMeta `json:",inline"`
	// The question.
	// +optional
	Request *ConversionRequest `json:"request,omitempty" protobuf:"bytes,1,opt,name=request"`
	// The answer.
	// +optional
	Response *ConversionResponse `json:"response,omitempty" protobuf:"bytes,2,opt,name=response"`
}

// ConversionRequest asks for the conversion of objects.
type ConversionRequest struct {
	// Tells this question from every other.
	UID types.UID `json:"uid" protobuf:"bytes,1,opt,name=uid"`
	// The apiVersion that the objects shall have.
	DesiredAPIVersion string `json:"desiredAPIVersion" protobuf:"bytes,2,name=desiredAPIVersion"`
	// The objects.
	// +listType=atomic
	Objects []runtime.RawExtension `json:"objects" protobuf:"bytes,3,rep,name=objects"`
}

// ConversionResponse answers a ConversionRequest.
type ConversionResponse struct {
	// The uid of the question.
	UID types.UID `json:"uid" protobuf:"bytes,1,name=uid"`
	// The converted objects, as many and in the same order; none when the conversion failed. Metadata may change in
	// labels and annotations only.
	// +listType=atomic
	ConvertedObjects []runtime.RawExtension `json:"convertedObjects" protobuf:"bytes,2,rep,name=convertedObjects"`
	// Whether the conversion succeeded, and why not.
	Result metav1.Status `json:"result" protobuf:"bytes,3,name=result"`
}
