import { platform } from "./connections";

export const connectionId = platform.id;
export const connectedSince = platform.createdAt;
