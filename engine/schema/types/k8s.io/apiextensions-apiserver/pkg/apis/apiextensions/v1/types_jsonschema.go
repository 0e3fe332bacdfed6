package v1

// FieldValueErrorReason says in a word what is wrong with a field.
// +enum
type FieldValueErrorReason string

const (
	// A value that has to be there is not.
	FieldValueRequired FieldValueErrorReason = "FieldValueRequired"
	// A value occurs twice where it may occur once.
	FieldValueDuplicate FieldValueErrorReason = "FieldValueDuplicate"
	// A value is not what it has to be.
	FieldValueInvalid FieldValueErrorReason = "FieldValueInvalid"
	// A value that may be right elsewhere may not stand here.
	FieldValueForbidden FieldValueErrorReason = "FieldValueForbidden"
)

// JSONSchemaProps is a JSON schema (draft 4) with Kubernetes' extensions.
type JSONSchemaProps struct {
	ID     string        `json:"id,omitempty" protobuf:"bytes,1,opt,name=id"`
	Schema JSONSchemaURL `json:"$schema,omitempty" protobuf:"bytes,2,opt,name=schema"`
	Ref    *string       `json:"$ref,omitempty" protobuf:"bytes,3,opt,name=ref"`
	// What the value is for, for people to read.
	Description string `json:"description,omitempty" protobuf:"bytes,4,opt,name=description"`
	// The JSON type: object, array, string, integer, number or boolean.
	Type string `json:"type,omitempty" protobuf:"bytes,5,opt,name=type"`
	// How a string or number is written. Checked are: bsonobjectid, uri, email, hostname, ipv4, ipv6, cidr, mac, uuid,
	// uuid3, uuid4, uuid5, isbn, isbn10, isbn13, creditcard, ssn, hexcolor, rgbcolor, byte, password, date, duration and
	// datetime. Other formats say nothing.
	Format string `json:"format,omitempty" protobuf:"bytes,6,opt,name=format"`
	Title  string `json:"title,omitempty" protobuf:"bytes,7,opt,name=title"`
	// The value that a field takes when it is left out.
	Default          *JSON    `json:"default,omitempty" protobuf:"bytes,8,opt,name=default"`
	Maximum          *float64 `json:"maximum,omitempty" protobuf:"bytes,9,opt,name=maximum"`
	ExclusiveMaximum bool     `json:"exclusiveMaximum,omitempty" protobuf:"bytes,10,opt,name=exclusiveMaximum"`
	Minimum          *float64 `json:"minimum,omitempty" protobuf:"bytes,11,opt,name=minimum"`
	ExclusiveMinimum bool     `json:"exclusiveMinimum,omitempty" protobuf:"bytes,12,opt,name=exclusiveMinimum"`
	MaxLength        *int64   `json:"maxLength,omitempty" protobuf:"bytes,13,opt,name=maxLength"`
	MinLength        *int64   `json:"minLength,omitempty" protobuf:"bytes,14,opt,name=minLength"`
	Pattern          string   `json:"pattern,omitempty" protobuf:"bytes,15,opt,name=pattern"`
	MaxItems         *int64   `json:"maxItems,omitempty" protobuf:"bytes,16,opt,name=maxItems"`
	MinItems         *int64   `json:"minItems,omitempty" protobuf:"bytes,17,opt,name=minItems"`
	UniqueItems      bool     `json:"uniqueItems,omitempty" protobuf:"bytes,18,opt,name=uniqueItems"`
	MultipleOf       *float64 `json:"multipleOf,omitempty" protobuf:"bytes,19,opt,name=multipleOf"`
	// +listType=atomic
	Enum          []JSON `json:"enum,omitempty" protobuf:"bytes,20,rep,name=enum"`
	MaxProperties *int64 `json:"maxProperties,omitempty" protobuf:"bytes,21,opt,name=maxProperties"`
	MinProperties *int64 `json:"minProperties,omitempty" protobuf:"bytes,22,opt,name=minProperties"`
	// +listType=atomic
	Required []string                `json:"required,omitempty" protobuf:"bytes,23,rep,name=required"`
	Items    *JSONSchemaPropsOrArray `json:"items,omitempty" protobuf:"bytes,24,opt,name=items"`
	// +listType=atomic
	AllOf []JSONSchemaProps `json:"allOf,omitempty" protobuf:"bytes,25,rep,name=allOf"`
	// +listType=atomic
	OneOf []JSONSchemaProps `json:"oneOf,omitempty" protobuf:"bytes,26,rep,name=oneOf"`
	// +listType=atomic
	AnyOf                []JSONSchemaProps          `json:"anyOf,omitempty" protobuf:"bytes,27,rep,name=anyOf"`
	Not                  *JSONSchemaProps           `json:"not,omitempty" protobuf:"bytes,28,opt,name=not"`
	Properties           map[string]JSONSchemaProps `json:"properties,omitempty" protobuf:"bytes,29,rep,name=properties"`
	AdditionalProperties *JSONSchemaPropsOrBool     `json:"additionalProperties,omitempty" protobuf:"bytes,30,opt,name=additionalProperties"`
	PatternProperties    map[string]JSONSchemaProps `json:"patternProperties,omitempty" protobuf:"bytes,31,rep,name=patternProperties"`
	Dependencies         JSONSchemaDependencies     `json:"dependencies,omitempty" protobuf:"bytes,32,opt,name=dependencies"`
	AdditionalItems      *JSONSchemaPropsOrBool     `json:"additionalItems,omitempty" protobuf:"bytes,33,opt,name=additionalItems"`
	Definitions          JSONSchemaDefinitions      `json:"definitions,omitempty" protobuf:"bytes,34,opt,name=definitions"`
	ExternalDocs         *ExternalDocumentation     `json:"externalDocs,omitempty" protobuf:"bytes,35,opt,name=externalDocs"`
	Example              *JSON                      `json:"example,omitempty" protobuf:"bytes,36,opt,name=example"`
	Nullable             bool                       `json:"nullable,omitempty" protobuf:"bytes,37,opt,name=nullable"`
	// Keep fields that the schema does not name, here and below, until a nested schema names fields again. True or left
	// out; false is not allowed.
	XPreserveUnknownFields *bool `json:"x-kubernetes-preserve-unknown-fields,omitempty" protobuf:"bytes,38,opt,name=xKubernetesPreserveUnknownFields"`
	// The value is a whole Kubernetes object: apiVersion, kind and metadata are checked as those of any object. The type
	// has to be object.
	XEmbeddedResource bool `json:"x-kubernetes-embedded-resource,omitempty" protobuf:"bytes,39,opt,name=xKubernetesEmbeddedResource"`
	// The value is an integer or a string. No type may be given then, save as two alternatives of an anyOf.
	XIntOrString bool `json:"x-kubernetes-int-or-string,omitempty" protobuf:"bytes,40,opt,name=xKubernetesIntOrString"`
	// The fields that tell the elements of a list of type map apart. They must be scalar, and required or with a default.
	// +optional
	// +listType=atomic
	XListMapKeys []string `json:"x-kubernetes-list-map-keys,omitempty" protobuf:"bytes,41,rep,name=xKubernetesListMapKeys"`
	// How a list is merged: atomic (replaced as a whole, as when left out), set (of distinct scalars) or map (of objects
	// told apart by the list map keys).
	// +optional
	XListType *string `json:"x-kubernetes-list-type,omitempty" protobuf:"bytes,42,opt,name=xKubernetesListType"`
	// How an object is merged: granular (field by field, as when left out) or atomic (replaced as a whole).
	// +optional
	XMapType *string `json:"x-kubernetes-map-type,omitempty" protobuf:"bytes,43,opt,name=xKubernetesMapType"`
	// Rules in CEL that the value has to keep.
	// +patchMergeKey=rule
	// +patchStrategy=merge
	// +listType=map
	// +listMapKey=rule
	XValidations []ValidationRule `json:"x-kubernetes-validations,omitempty" patchStrategy:"merge" patchMergeKey:"rule" protobuf:"bytes,44,rep,name=xKubernetesValidations"`
}

// ValidationRule is a condition in CEL on the value whose schema holds it, which the rule knows as `self`.
type ValidationRule struct {
	// The expression, which must yield true. `self` is the value; fields are reached as `self.field`, elements as
	// `self[i]`, presence is asked with `has(self.field)`. A rule that reads `oldSelf` holds between the old and the new
	// value of an update.
	Rule string `json:"rule" protobuf:"bytes,1,opt,name=rule"`
	// What is said when the rule is broken: one line, needed when the rule has several.
	Message string `json:"message,omitempty" protobuf:"bytes,2,opt,name=message"`
	// An expression that yields the message, used instead of it.
	// +optional
	MessageExpression string `json:"messageExpression,omitempty" protobuf:"bytes,3,opt,name=messageExpression"`
	// The reason that a client is given; FieldValueInvalid when left out.
	// +optional
	Reason *FieldValueErrorReason `json:"reason,omitempty" protobuf:"bytes,4,opt,name=reason"`
	// The field to blame, as a path from the value on, such as `.spec.replicas`.
	// +optional
	FieldPath string `json:"fieldPath,omitempty" protobuf:"bytes,5,opt,name=fieldPath"`
	// Evaluate a rule that reads `oldSelf` on creation too; `oldSelf` is then an optional value.
	// +optional
	OptionalOldSelf *bool `json:"optionalOldSelf,omitempty" protobuf:"bytes,6,opt,name=optionalOldSelf"`
}

// JSON is any JSON value, carried as it is.
type JSON struct {
	Raw []byte `json:"-" protobuf:"bytes,1,opt,name=raw"`
}

// JSONSchemaURL is the address of a schema's own schema.
type JSONSchemaURL string

// JSONSchemaPropsOrArray is one schema for all elements of a list, or a list of schemas, one for each element.
// +jsonForm=SchemaOrArray
type JSONSchemaPropsOrArray struct {
	Schema      *JSONSchemaProps  `json:"schema,omitempty" protobuf:"bytes,1,opt,name=schema"`
	JSONSchemas []JSONSchemaProps `json:"jsonSchemas,omitempty" protobuf:"bytes,2,rep,name=jSONSchemas"`
}

// JSONSchemaPropsOrBool is a schema, or whether there may be a value at all.
// +jsonForm=SchemaOrBool
type JSONSchemaPropsOrBool struct {
	Allows bool             `json:"allows" protobuf:"varint,1,opt,name=allows"`
	Schema *JSONSchemaProps `json:"schema,omitempty" protobuf:"bytes,2,opt,name=schema"`
}

// JSONSchemaDependencies says for a field what its presence demands.
type JSONSchemaDependencies map[string]JSONSchemaPropsOrStringArray

// JSONSchemaPropsOrStringArray is a schema, or a list of field names.
// +jsonForm=SchemaOrStrings
type JSONSchemaPropsOrStringArray struct {
	Schema   *JSONSchemaProps `json:"schema,omitempty" protobuf:"bytes,1,opt,name=schema"`
	Property []string         `json:"property,omitempty" protobuf:"bytes,2,rep,name=property"`
}

// JSONSchemaDefinitions are schemas by name, for others to refer to.
type JSONSchemaDefinitions map[string]JSONSchemaProps

// ExternalDocumentation refers to documentation elsewhere.
type ExternalDocumentation struct {
	Description string `json:"description,omitempty" protobuf:"bytes,1,opt,name=description"`
	URL         string `json:"url,omitempty" protobuf:"bytes,2,opt,name=url"`
}
