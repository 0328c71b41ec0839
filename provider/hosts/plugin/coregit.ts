#!/usr/bin/env node
import { kind } from "../../coregit/kind";
import { runPlugin } from "./main";

void runPlugin(kind);
