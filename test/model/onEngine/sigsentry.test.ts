import { SIGSENTRY } from "../kinds/sigsentry";
import { playHistories } from "./histories";

playHistories(SIGSENTRY);
