import { COREGIT } from "../kinds/coregit";
import { playHistories } from "./histories";

playHistories(COREGIT);
