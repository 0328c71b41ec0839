#!/usr/bin/env node
import { kind } from "../../sigsentry/kind";
import { runPlugin } from "./main";

void runPlugin(kind);
