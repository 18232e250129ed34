/** Loads Pulumi's five SDKs, as every program does that uses them. */
import "@pulumi/aws";
import "@pulumi/awsx";
import "@pulumi/eks";
import "@pulumi/kubernetes";
import "@pulumi/pulumi";
