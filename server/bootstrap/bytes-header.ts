/** Says how large the copy is, so that one which was broken off is not taken for whole. `Content-Length` would not be sent with a stream. */
export const BYTES_HEADER = 'x-headcount-bytes';
