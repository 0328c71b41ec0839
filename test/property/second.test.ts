import { COREGIT } from "./coregit/world";
import { playHistories } from "./histories";
import { SIGSENTRY } from "./sigsentry/world";

playHistories(SIGSENTRY, 1);
playHistories(COREGIT, 1);
